import type { KubernetesClient } from '../controllers/client/KubernetesClient';
import { resourceTypes } from '../controllers/client/kubernetesTypes';
import { namespace, serviceAccount } from '../seed/kubernetesObjects';
import { inParallel } from './inParallel';
import type { ServerUnderTest } from './ServerUnderTest';

/** How much a server under test is filled with. */
export const scaleSize = {
  leases: 50_000,
  /** Leases of the one role that is listed. */
  listed: 10_000,
  objects: 5_000,
} as const;

const MOUNT = 'scale';
const ROLES = 40;

/** The folder of the role with many leases. */
export const listedFolder = `${MOUNT}/creds/listed`;

/** Grants the leases: many of one role, the rest spread over forty. */
export async function seedLeases(server: ServerUnderTest): Promise<void> {
  await server.call('PUT', `sys/mounts/${MOUNT}`, { type: 'bare' });
  await inParallel(scaleSize.leases, index =>
    server.call(
      'GET',
      index < scaleSize.listed
        ? listedFolder
        : `${MOUNT}/creds/role-${index % ROLES}`,
    ),
  );
}

const PER_NAMESPACE = 50;
const labels = (app: string) => ({ 'app.kubernetes.io/name': app });

function podSpec(app: string) {
  return {
    serviceAccountName: `${app}-sa`,
    containers: [
      {
        name: 'app',
        image: `registry.example.com/${app}:1.0.0`,
        env: [{ name: 'LOG_LEVEL', value: 'info' }],
        resources: { requests: { cpu: '100m', memory: '128Mi' } },
      },
    ],
  };
}

const annotations = (app: string) => ({
  'vault.hashicorp.com/agent-inject': 'true',
  'vault.hashicorp.com/role': app,
  'vault.hashicorp.com/agent-inject-secret-db': `database/creds/${app}-role`,
});

/** Objects of one service: account, Deployment, two pods, certificate. */
async function createService(
  client: KubernetesClient,
  place: string,
  app: string,
): Promise<void> {
  const account = serviceAccount(place, `${app}-sa`);
  await client.create(account.type, account.object);
  await client.create(resourceTypes.deployments, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: app, namespace: place, labels: labels(app) },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels(app) },
      template: {
        metadata: { labels: labels(app), annotations: annotations(app) },
        spec: podSpec(app),
      },
    },
  });
  for (const suffix of ['a', 'b'])
    await client.create(resourceTypes.pods, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${app}-${suffix}`,
        namespace: place,
        labels: labels(app),
        annotations: annotations(app),
      },
      spec: podSpec(app),
    });
  await client.create(resourceTypes.certificates, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: `${app}-tls`, namespace: place },
    spec: {
      secretName: `${app}-tls`,
      dnsNames: [`${app}.${place}.svc`],
      issuerRef: { name: 'vault-issuer', kind: 'ClusterIssuer' },
    },
  });
}

const PER_SERVICE = 5;

/** Creates the objects, fifty to a namespace: ten services of five. */
export async function seedObjects(client: KubernetesClient): Promise<void> {
  const spaces = scaleSize.objects / PER_NAMESPACE;
  for (let index = 0; index < spaces; index += 1) {
    const { type, object } = namespace(`scale-${index}`, `scale-${index}`);
    await client.create(type, object);
  }
  await inParallel(scaleSize.objects / PER_SERVICE, index =>
    createService(
      client,
      `scale-${index % spaces}`,
      `service-${Math.floor(index / spaces)}`,
    ),
  );
}
