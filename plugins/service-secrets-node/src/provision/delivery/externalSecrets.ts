import { Manifest } from '../DesiredState';
import { ServiceSpec } from '../ServiceSpec';
import { Delivery, ManifestNames, meta } from './Delivery';
import { DeliveredSecret } from './deliveredSecrets';
import { secretVolume } from './secretVolume';
import { esoDialect } from './templateDialect';

const apiVersion = 'external-secrets.io/v1';
const generatorVersion = 'generators.external-secrets.io/v1alpha1';
const KV_REFRESH = '300s';

/**
 * Nothing renews a lease of a generator. Half of its life leaves the other
 * half for the kubelet and the application to take up the next login. The
 * token that made it lives at least as long: its period is never below the
 * lease's default TTL.
 */
function refreshInterval(spec: ServiceSpec, secret: DeliveredSecret): string {
  return secret.kind === 'dynamic' && spec.database
    ? `${Math.floor(spec.database.defaultTtlSeconds / 2)}s`
    : KV_REFRESH;
}

function server(spec: ServiceSpec, names: ManifestNames) {
  return {
    server: spec.vaultServer,
    ...(spec.vaultCaBundle ? { caBundle: spec.vaultCaBundle } : {}),
    auth: {
      kubernetes: {
        // Without the "auth/" the injector's annotation has.
        mountPath: spec.authMount,
        role: names.authRole,
        serviceAccountRef: {
          name: spec.serviceAccount,
          audiences: [spec.audience],
        },
      },
    },
  };
}

/** The store serves KV only; other engines are read through a generator. */
function source(
  spec: ServiceSpec,
  names: ManifestNames,
  secret: DeliveredSecret,
): Manifest {
  const metadata = meta(spec, `${spec.name}-${secret.file}`);
  if (secret.kind === 'kv') {
    return {
      apiVersion,
      kind: 'SecretStore',
      metadata,
      spec: {
        provider: {
          vault: { ...server(spec, names), path: secret.mount, version: 'v2' },
        },
      },
    };
  }
  return {
    apiVersion: generatorVersion,
    kind: 'VaultDynamicSecret',
    metadata,
    spec: {
      path: `${secret.mount}/${secret.path}`,
      method: 'GET',
      resultType: 'Data',
      provider: server(spec, names),
    },
  };
}

function reading(name: string, secret: DeliveredSecret) {
  return secret.kind === 'kv'
    ? {
        secretStoreRef: { kind: 'SecretStore', name },
        dataFrom: [{ extract: { key: secret.path } }],
      }
    : {
        dataFrom: [
          {
            sourceRef: {
              generatorRef: {
                apiVersion: generatorVersion,
                kind: 'VaultDynamicSecret',
                name,
              },
            },
          },
        ],
      };
}

function externalSecret(spec: ServiceSpec, secret: DeliveredSecret): Manifest {
  const name = `${spec.name}-${secret.file}`;
  return {
    apiVersion,
    kind: 'ExternalSecret',
    metadata: meta(spec, name),
    spec: {
      refreshInterval: refreshInterval(spec, secret),
      target: {
        name,
        creationPolicy: 'Owner',
        deletionPolicy: 'Retain',
        template: {
          engineVersion: 'v2',
          data: { [secret.file]: [...secret.body(esoDialect), ''].join('\n') },
        },
      },
      ...reading(name, secret),
    },
  };
}

/** External Secrets reads Vault with the service's account and keeps a Secret, with a new login at each refresh. */
export function externalSecrets(
  spec: ServiceSpec,
  names: ManifestNames,
  secrets: readonly DeliveredSecret[],
): Delivery {
  return {
    manifests: secrets.flatMap(secret => [
      source(spec, names, secret),
      externalSecret(spec, secret),
    ]),
    pod: secretVolume(spec, secrets),
  };
}
