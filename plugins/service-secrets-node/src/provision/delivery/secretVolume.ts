import { PodParts, podParts, SECRETS_FOLDER } from './Delivery';

const VOLUME = 'credentials';

/** Files of several Secrets in the one folder where pods look for them. */
export function secretVolume(
  secrets: readonly { secret: string; file: string }[],
): PodParts {
  return podParts({
    volumes: [
      {
        name: VOLUME,
        projected: {
          // Only the application's group may read them.
          defaultMode: 0o440,
          sources: secrets.map(({ secret, file }) => ({
            secret: { name: secret, items: [{ key: file, path: file }] },
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
