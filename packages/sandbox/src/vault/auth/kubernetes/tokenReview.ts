import { z } from 'zod';

import { askCluster } from './clusterRequest';
import { ServiceAccountClaims } from './claims';

const reviewSchema = z.object({
  status: z.object({
    authenticated: z.boolean().optional(),
    error: z.string().optional(),
    audiences: z.array(z.string()).optional(),
    user: z
      .object({ username: z.string().optional(), uid: z.string().optional() })
      .optional(),
  }),
});

const namespaceSchema = z.object({
  metadata: z.object({
    labels: z.record(z.string(), z.string()).optional(),
  }),
});

/** How to reach the cluster at login. */
export interface ClusterAccess {
  readonly host: string;
  readonly ca: string;
  readonly reviewer: string;
}

/** A reviewed token: who the cluster says it is. */
interface Subject {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

function subjectOf(status: z.infer<typeof reviewSchema>['status']): Subject {
  const parts = (status.user?.username ?? '').split(':');
  const [system, kind, namespace, name] = parts;
  if (parts.length !== 4 || system !== 'system' || kind !== 'serviceaccount') {
    throw new Error('lookup failed: unexpected username format');
  }
  return { namespace, name, uid: status.user?.uid ?? '' };
}

async function review(
  access: ClusterAccess,
  jwt: string,
  audiences: readonly string[],
): Promise<Subject> {
  const answer = await askCluster({
    url: `${access.host}/apis/authentication.k8s.io/v1/tokenreviews`,
    ca: access.ca,
    bearer: access.reviewer,
    method: 'POST',
    body: {
      metadata: { creationTimestamp: null },
      spec: { token: jwt, ...(audiences.length > 0 && { audiences }) },
      status: { user: {} },
    },
  });
  if (answer.status < 200 || answer.status > 206) {
    throw new Error(`lookup failed: status ${answer.status}`);
  }
  const { status } = reviewSchema.parse(answer.body);
  if (status.error) throw new Error(`lookup failed: ${status.error}`);
  if (!status.authenticated) {
    throw new Error('lookup failed: service account jwt not valid');
  }
  const shared = audiences.some(a => status.audiences?.includes(a));
  if (audiences.length > 0 && !shared) {
    throw new Error('lookup failed: audiences do not match');
  }
  return subjectOf(status);
}

/** Asks the cluster whether it knows the token; rejects when it does not or when it names someone else. */
export async function reviewToken(
  access: ClusterAccess,
  login: { jwt: string; claims: ServiceAccountClaims; audience: string },
): Promise<void> {
  const { claims, audience, jwt } = login;
  const audiences = audience ? [audience] : claims.audiences;
  const subject = await review(access, jwt, audiences);
  const same =
    subject.name === claims.name &&
    subject.namespace === claims.namespace &&
    subject.uid === claims.uid;
  if (!same) throw new Error('JWT names did not match');
}

/** Labels of a namespace, for roles bound by a selector. */
export async function namespaceLabels(
  access: ClusterAccess,
  namespace: string,
): Promise<Record<string, string>> {
  const answer = await askCluster({
    url: `${access.host}/api/v1/namespaces/${encodeURIComponent(namespace)}`,
    ca: access.ca,
    bearer: access.reviewer,
    method: 'GET',
  });
  if (answer.status !== 200) {
    throw new Error(`namespace lookup failed: status ${answer.status}`);
  }
  return namespaceSchema.parse(answer.body).metadata.labels ?? {};
}
