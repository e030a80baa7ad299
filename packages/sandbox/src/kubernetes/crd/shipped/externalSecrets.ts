import {
  ageColumn,
  boolean,
  conditionColumn,
  conditions,
  define,
  fieldColumn,
  integer,
  list,
  object,
  oneOf,
  open,
  text,
} from './schema';

const group = 'external-secrets.io';
const versions = ['v1', 'v1beta1'];

const storeRef = object({
  name: text,
  kind: oneOf('SecretStore', 'ClusterSecretStore'),
});

const remoteRef = object(
  {
    key: text,
    property: text,
    version: text,
    conversionStrategy: text,
    decodingStrategy: text,
    metadataPolicy: text,
  },
  'key',
);

const externalSecret = define({
  group,
  versions,
  kind: 'ExternalSecret',
  plural: 'externalsecrets',
  shortNames: ['es'],
  columns: [
    fieldColumn('Store', '.spec.secretStoreRef.name'),
    fieldColumn('Refresh Interval', '.spec.refreshInterval'),
    fieldColumn('Status', '.status.conditions[?(@.type=="Ready")].reason'),
    conditionColumn('Ready'),
  ],
  spec: object({
    secretStoreRef: storeRef,
    refreshInterval: text,
    refreshPolicy: oneOf('CreatedOnce', 'Periodic', 'OnChange'),
    target: open,
    data: list(
      object(
        { secretKey: text, remoteRef, sourceRef: open },
        'secretKey',
        'remoteRef',
      ),
    ),
    dataFrom: list(open),
  }),
  status: object({
    conditions,
    refreshTime: text,
    syncedResourceVersion: text,
    binding: open,
  }),
});

const storeSpec = object(
  {
    provider: open,
    controller: text,
    refreshInterval: integer,
    retrySettings: open,
    conditions: list(open),
  },
  'provider',
);

function store(kind: string, shortName: string, cluster: boolean) {
  return define({
    group,
    versions,
    kind,
    plural: `${kind.toLowerCase()}s`,
    shortNames: [shortName],
    cluster,
    columns: [
      ageColumn,
      fieldColumn('Status', '.status.conditions[?(@.type=="Ready")].reason'),
      conditionColumn('Ready'),
    ],
    spec: storeSpec,
    status: object({ conditions, capabilities: text }),
  });
}

const vaultGenerator = define({
  group: `generators.${group}`,
  versions: ['v1alpha1'],
  kind: 'VaultDynamicSecret',
  plural: 'vaultdynamicsecrets',
  columns: [ageColumn],
  spec: object(
    {
      controller: text,
      path: text,
      method: text,
      parameters: open,
      resultType: oneOf('Data', 'Auth', 'Raw'),
      provider: open,
      retrySettings: open,
      allowEmptyResponse: boolean,
    },
    'path',
    'provider',
  ),
  status: open,
});

/** The External Secrets Operator's resources. */
export const externalSecretsDefinitions = [
  externalSecret,
  vaultGenerator,
  store('SecretStore', 'ss', false),
  store('ClusterSecretStore', 'css', true),
];
