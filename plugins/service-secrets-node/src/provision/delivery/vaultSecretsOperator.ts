import { Manifest } from '../DesiredState';
import { ServiceSpec } from '../ServiceSpec';
import { Delivery, ManifestNames, meta } from './Delivery';
import { DeliveredSecret } from './deliveredSecrets';
import { secretVolume } from './secretVolume';
import { vsoDialect } from './templateDialect';
import { vaultAuthorityName } from './vaultAuthority';

const apiVersion = 'secrets.hashicorp.com/v1beta1';
/** The shortest token a cluster makes; the operator logs in anew for itself. */
const TOKEN_SECONDS = 600;
const RENEWAL_PERCENT = 67;

function connectionName(spec: ServiceSpec): string {
  return `${spec.name}-vault`;
}

function connection(spec: ServiceSpec): Manifest {
  return {
    apiVersion,
    kind: 'VaultConnection',
    metadata: meta(spec, connectionName(spec)),
    spec: {
      address: spec.vaultServer,
      skipTLSVerify: false,
      ...(spec.vaultCaBundle
        ? { caCertSecretRef: vaultAuthorityName(spec) }
        : {}),
    },
  };
}

function auth(spec: ServiceSpec, names: ManifestNames): Manifest {
  return {
    apiVersion,
    kind: 'VaultAuth',
    metadata: meta(spec, connectionName(spec)),
    spec: {
      vaultConnectionRef: connectionName(spec),
      method: 'kubernetes',
      // Without the "auth/" the injector's annotation has.
      mount: spec.authMount,
      kubernetes: {
        role: names.authRole,
        serviceAccount: spec.serviceAccount,
        audiences: [spec.audience],
        tokenExpirationSeconds: TOKEN_SECONDS,
      },
    },
  };
}

function common(spec: ServiceSpec, secret: DeliveredSecret) {
  return {
    vaultAuthRef: connectionName(spec),
    mount: secret.mount,
    path: secret.path,
    destination: {
      name: `${spec.name}-${secret.file}`,
      create: true,
      transformation: {
        // The rendered file is all the Secret holds, not the raw answer beside it.
        excludeRaw: true,
        excludes: ['.*'],
        templates: {
          [secret.file]: {
            text: [...secret.body(vsoDialect), ''].join('\n'),
          },
        },
      },
    },
    rolloutRestartTargets: [{ kind: 'Deployment', name: spec.name }],
  };
}

function sync(spec: ServiceSpec, secret: DeliveredSecret): Manifest {
  const metadata = meta(spec, `${spec.name}-${secret.file}`);
  if (secret.kind === 'kv') {
    return {
      apiVersion,
      kind: 'VaultStaticSecret',
      metadata,
      spec: { ...common(spec, secret), type: 'kv-v2', refreshAfter: '5m' },
    };
  }
  return {
    apiVersion,
    kind: 'VaultDynamicSecret',
    metadata,
    spec: {
      ...common(spec, secret),
      ...(secret.kind === 'static'
        ? { allowStaticCreds: true }
        : { renewalPercent: RENEWAL_PERCENT, revoke: true }),
    },
  };
}

/** The operator reads Vault with the service's account and keeps a Secret; it restarts the workload when that changes. */
export function vaultSecretsOperator(
  spec: ServiceSpec,
  names: ManifestNames,
  secrets: readonly DeliveredSecret[],
): Delivery {
  return {
    manifests: [
      connection(spec),
      auth(spec, names),
      ...secrets.map(secret => sync(spec, secret)),
    ],
    pod: secretVolume(spec, secrets),
  };
}
