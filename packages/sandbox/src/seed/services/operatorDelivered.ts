import {
  resourceTypes,
  apiVersionOf,
} from '../../controllers/client/kubernetesTypes';
import { deployment, namespace, serviceAccount } from '../kubernetesObjects';
import type { Manifest } from '../SeedContext';
import type { ServiceSeed } from '../ServiceSeed';
import {
  authRole,
  databaseRole,
  policy,
  VAULT_AUDIENCE,
} from '../vaultObjects';

interface OperatorService {
  readonly service: string;
  readonly namespace: string;
  /** The account the operator logs in with; the pods' own is `<service>-sa`. */
  readonly loginAs?: string;
  readonly vaultAddress: string;
  /** What tells the operator to keep the Secret `<service>-db`. */
  readonly delivery: (seed: OperatorService) => readonly Manifest[];
}

type Type = (typeof resourceTypes)[keyof typeof resourceTypes];

function made(
  type: Type,
  name: string,
  { seed, spec }: { seed: OperatorService; spec: Record<string, unknown> },
): Manifest {
  return {
    type,
    object: {
      apiVersion: apiVersionOf(type),
      kind: type.kind,
      metadata: { name, namespace: seed.namespace },
      spec,
    },
  };
}

const accountOf = ({ service, loginAs }: OperatorService) =>
  loginAs ?? `${service}-sa`;

/** The Vault Secrets Operator: where Vault is, who logs in, and which lease to keep in which Secret. */
function byVaultSecretsOperator(seed: OperatorService): Manifest[] {
  const { service } = seed;
  return [
    made(resourceTypes.vaultConnections, service, {
      seed,
      spec: { address: seed.vaultAddress },
    }),
    made(resourceTypes.vaultAuths, service, {
      seed,
      spec: {
        vaultConnectionRef: service,
        method: 'kubernetes',
        mount: 'kubernetes',
        kubernetes: {
          role: service,
          serviceAccount: accountOf(seed),
          audiences: [VAULT_AUDIENCE],
        },
      },
    }),
    made(resourceTypes.vaultDynamicSecrets, `${service}-db`, {
      seed,
      spec: {
        vaultAuthRef: service,
        mount: 'database',
        path: `creds/${service}-role`,
        renewalPercent: 67,
        revoke: true,
        destination: { name: `${service}-db`, create: true },
        rolloutRestartTargets: [{ kind: 'Deployment', name: service }],
      },
    }),
  ];
}

/** The External Secrets Operator: a generator that reads Vault, and how often it is asked. */
function byExternalSecrets(seed: OperatorService): Manifest[] {
  const { service } = seed;
  return [
    made(resourceTypes.vaultGenerators, `${service}-db`, {
      seed,
      spec: {
        path: `database/creds/${service}-role`,
        method: 'GET',
        resultType: 'Data',
        provider: {
          server: seed.vaultAddress,
          auth: {
            kubernetes: {
              mountPath: 'kubernetes',
              role: service,
              serviceAccountRef: {
                name: accountOf(seed),
                audiences: [VAULT_AUDIENCE],
              },
            },
          },
        },
      },
    }),
    made(resourceTypes.externalSecrets, `${service}-db`, {
      seed,
      spec: {
        // Half of a lease's life: nothing renews it.
        refreshInterval: '30m',
        target: { name: `${service}-db`, creationPolicy: 'Owner' },
        dataFrom: [
          {
            sourceRef: {
              generatorRef: {
                apiVersion: apiVersionOf(resourceTypes.vaultGenerators),
                kind: 'VaultDynamicSecret',
                name: `${service}-db`,
              },
            },
          },
        ],
      },
    }),
  ];
}

function databaseOf({ service }: OperatorService) {
  const group = `${service}_rw`;
  return {
    database: service,
    connection: `${service}-db`,
    admin: `vault_${service}`,
    allowedRoles: [`${service}-role`],
    groups: [group],
    schema: [
      'CREATE TABLE items (id serial PRIMARY KEY, name text NOT NULL)',
      `GRANT USAGE ON SCHEMA public TO ${group}`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${group}`,
      `GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${group}`,
    ],
  };
}

function serviceOf(seed: OperatorService): ServiceSeed {
  const { service, namespace: ns, loginAs } = seed;
  const account = `${service}-sa`;
  return {
    service,
    databases: [databaseOf(seed)],
    vault: [
      databaseRole({
        name: `${service}-role`,
        connection: `${service}-db`,
        group: `${service}_rw`,
        defaultTtl: '1h',
        maxTtl: '24h',
      }),
      policy(service, {
        [`database/creds/${service}-role`]: ['read'],
        'sys/leases/renew': ['update'],
        'sys/leases/revoke': ['update'],
      }),
      authRole({
        name: service,
        serviceAccount: account,
        namespace: ns,
        policies: [service],
      }),
    ],
    manifests: [
      namespace(ns, service),
      serviceAccount(ns, account),
      ...(loginAs === undefined ? [] : [serviceAccount(ns, loginAs)]),
      ...seed.delivery(seed),
      deployment({
        service,
        name: service,
        namespace: ns,
        serviceAccount: account,
        replicas: 2,
        annotations: {},
        credentials: `${service}-db`,
      }),
    ],
  };
}

/** Services whose credentials an operator fetches: one by each operator, and one whose operator may not log in. */
export function operatorServices(vaultAddress: string): ServiceSeed[] {
  return [
    serviceOf({
      service: 'tickets',
      namespace: 'tickets',
      vaultAddress,
      delivery: byVaultSecretsOperator,
    }),
    serviceOf({
      service: 'invoices',
      namespace: 'invoices',
      vaultAddress,
      delivery: byExternalSecrets,
    }),
    serviceOf({
      service: 'returns',
      namespace: 'fault-returns',
      loginAs: 'returns-legacy',
      vaultAddress,
      delivery: byVaultSecretsOperator,
    }),
  ];
}
