import { stringify } from 'yaml';

/** A kubeconfig with one cluster, one user and one context, as YAML. */
export function renderKubeconfig(options: {
  url: string;
  caPem: string;
  token: string;
}): string {
  const { url, caPem, token } = options;
  const name = 'sandbox';
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name,
        cluster: {
          server: url,
          'certificate-authority-data': Buffer.from(caPem).toString('base64'),
        },
      },
    ],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  });
}
