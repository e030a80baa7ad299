import { ServiceSpec } from '../ServiceSpec';
import { Delivery, ManifestNames, meta } from './Delivery';
import { DeliveredSecret } from './deliveredSecrets';
import { quotedYaml } from './manifestYaml';
import { driverVolume } from './secretVolume';

/** One file of the mount. The provider has no templates: a file holds one field, or the whole answer as JSON. */
interface ProviderObject {
  readonly objectName: string;
  readonly secretPath: string;
  readonly secretKey?: string;
}

/** Both fields of a login come from one read, so they stay a pair. */
function objects(secret: DeliveredSecret): ProviderObject[] {
  if (secret.kind === 'kv') {
    return [
      {
        objectName: secret.file,
        secretPath: `${secret.mount}/data/${secret.path}`,
      },
    ];
  }
  return ['username', 'password'].map(field => ({
    objectName: `${secret.file}-${field}`,
    secretPath: `${secret.mount}/${secret.path}`,
    secretKey: field,
  }));
}

/**
 * The Secrets Store CSI driver mounts what the Vault provider reads. No
 * address is given: with one, the provider goes past the agent of its chart
 * and nothing renews the leases.
 */
export function csi(
  spec: ServiceSpec,
  names: ManifestNames,
  secrets: readonly DeliveredSecret[],
): Delivery {
  const name = `${spec.name}-vault`;
  return {
    manifests: [
      {
        apiVersion: 'secrets-store.csi.x-k8s.io/v1',
        kind: 'SecretProviderClass',
        metadata: meta(spec, name),
        spec: {
          provider: 'vault',
          parameters: {
            roleName: names.authRole,
            vaultAuthMountPath: spec.authMount,
            audience: spec.audience,
            objects: quotedYaml(secrets.flatMap(objects)),
          },
        },
      },
    ],
    pod: driverVolume({
      driver: 'secrets-store.csi.k8s.io',
      readOnly: true,
      volumeAttributes: { secretProviderClass: name },
    }),
  };
}
