/** Whose token is sent. */
export type Who = 'admin' | 'account' | 'nobody' | 'stranger';

/** A request and what is expected of the answer. */
export interface Case {
  what: string;
  method: string;
  path: string;
  who?: Who;
  body?: unknown;
  type?: string;
  status: number;
  reason?: string;
  message?: string;
}

/** A path of the cases. */
export const deployments = '/apis/apps/v1/namespaces/team-a/deployments';
/** A path of the cases. */
export const secrets = '/api/v1/namespaces/team-a/secrets';
/** A path of the cases. */
export const account = '/api/v1/namespaces/team-a/serviceaccounts/grade-api-sa';
/** A path of the cases. */
export const tokenReviews = '/apis/authentication.k8s.io/v1/tokenreviews';

/** The content type of a merge patch. */
export const merge = 'application/merge-patch+json';

/** A valid Deployment with members replaced. */
export function aDeployment(name: string, change: object = {}) {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'app', image: 'example/app:1' }] },
      },
    },
    ...change,
  };
}
