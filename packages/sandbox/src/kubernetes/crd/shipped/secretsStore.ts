import {
  ageColumn,
  boolean,
  define,
  list,
  map,
  object,
  open,
  text,
} from './schema';

const group = 'secrets-store.csi.x-k8s.io';
const versions = ['v1'];

const providerClass = define({
  group,
  versions,
  kind: 'SecretProviderClass',
  plural: 'secretproviderclasses',
  isSpecRequired: false,
  columns: [ageColumn],
  spec: object({
    provider: text,
    parameters: map(text),
    secretObjects: list(
      object({
        secretName: text,
        type: text,
        labels: map(text),
        annotations: map(text),
        data: list(object({ objectName: text, key: text })),
      }),
    ),
  }),
});

const podStatus = define({
  group,
  versions,
  kind: 'SecretProviderClassPodStatus',
  plural: 'secretproviderclasspodstatuses',
  isSpecRequired: false,
  columns: [ageColumn],
  spec: open,
  status: object({
    mounted: boolean,
    podName: text,
    secretProviderClassName: text,
    targetPath: text,
    objects: list(object({ id: text, version: text })),
  }),
});

/** The Secrets Store CSI driver's resources. */
export const secretsStoreDefinitions = [providerClass, podStatus];
