import type { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { z } from 'zod';

import { name, origin, parse, path, text } from '../configFields';

interface Identity {
  readonly serviceAccountToken?: string;
  readonly serviceAccountTokenFile?: string;
}

function hasOneToken(identity: Identity): boolean {
  return (
    (identity.serviceAccountToken === undefined) !==
    (identity.serviceAccountTokenFile === undefined)
  );
}

const oneToken = {
  error: 'needs exactly one of serviceAccountToken and serviceAccountTokenFile',
};

const token = {
  serviceAccountToken: text.optional(),
  serviceAccountTokenFile: path.optional(),
};

const limits = z.strictObject({
  concurrency: z.number().int().min(1).max(128).optional(),
  requestsPerSecond: z.number().min(1).max(1_000_000).optional(),
});

/** One cluster as the operator writes it. */
export const clusterSchema = z
  .strictObject({
    name: name('configName'),
    url: origin(['https:', 'http:']),
    caFile: path.optional(),
    caData: text.optional(),
    ...token,
    limits: limits.optional(),
    operator: z.strictObject(token).refine(hasOneToken, oneToken).optional(),
    provisioner: z.strictObject(token).refine(hasOneToken, oneToken).optional(),
  })
  .refine(({ caFile, caData }) => !(caFile && caData), {
    error: 'has both caFile and caData; keep one',
  })
  .refine(hasOneToken, oneToken);

/** One cluster, validated. */
export type ClusterConfig = z.infer<typeof clusterSchema>;

/** The keys of a cluster of the Backstage Kubernetes plugin that we understand. */
const locatorSchema = z.object({
  name: z.string(),
  url: z.string(),
  caFile: z.string().optional(),
  caData: z.string().optional(),
  authProvider: z.string().optional(),
  serviceAccountToken: z.string().optional(),
  skipTLSVerify: z.boolean().optional(),
});

/** The clusters of the Backstage Kubernetes plugin that its config names. */
export function clustersOfKubernetesPlugin(
  config: RootConfigService,
): ClusterConfig[] {
  const key = 'kubernetes.clusterLocatorMethods';
  const methods = parse(
    z.array(
      z.looseObject({
        type: z.string(),
        clusters: z.array(locatorSchema).optional(),
      }),
    ),
    key,
    config.getOptional(key) ?? [],
  );
  const taken = methods
    .filter(({ type }) => type === 'config')
    .flatMap(({ clusters }) => clusters ?? []);
  return taken.map(cluster => {
    if (cluster.skipTLSVerify) {
      throw new InputError(
        `Invalid app-config: ${key}: cluster ${cluster.name} has skipTLSVerify, which is not supported; give it a caData or caFile`,
      );
    }
    const {
      name: clusterName,
      url,
      caFile,
      caData,
      serviceAccountToken,
    } = cluster;
    const own = serviceAccountToken
      ? { serviceAccountToken }
      : {
          serviceAccountTokenFile:
            '/var/run/secrets/kubernetes.io/serviceaccount/token',
        };
    const ca = caFile ? { caFile } : { caData };
    return parse(clusterSchema, `${key}: cluster ${clusterName}`, {
      name: clusterName,
      url: url.replace(/\/$/, ''),
      ...ca,
      ...own,
    });
  });
}
