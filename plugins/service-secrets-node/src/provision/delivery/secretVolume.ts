import { ServiceSpec } from '../ServiceSpec';
import { DeliveredSecret } from './deliveredSecrets';
import { PodParts, podParts, SECRETS_FOLDER } from './Delivery';

const VOLUME = 'credentials';

/**
 * Files of several Secrets in the one folder where pods look for them. The
 * files belong to root: a new workload reads them by the group we give it, an
 * existing one by whatever user it has.
 */
export function secretVolume(
  spec: ServiceSpec,
  secrets: readonly DeliveredSecret[],
): PodParts {
  return podParts({
    volumes: [
      {
        name: VOLUME,
        projected: {
          defaultMode: spec.image ? 0o440 : 0o444,
          sources: secrets.map(({ file, kind }) => ({
            secret: {
              name: `${spec.name}-${file}`,
              items: [{ key: file, path: file }],
              // A new KV place has no version yet; its file comes when it has.
              ...(kind === 'kv' ? { optional: true } : {}),
            },
          })),
        },
      },
    ],
    mounts: [{ name: VOLUME, mountPath: SECRETS_FOLDER, readOnly: true }],
  });
}

/** A volume some other driver fills, in the same folder. */
export function driverVolume(csi: object): PodParts {
  return podParts({
    volumes: [{ name: VOLUME, csi }],
    mounts: [{ name: VOLUME, mountPath: SECRETS_FOLDER, readOnly: true }],
  });
}
