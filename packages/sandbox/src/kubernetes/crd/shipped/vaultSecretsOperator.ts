import {
  ageColumn,
  boolean,
  define,
  fieldColumn,
  integer,
  list,
  map,
  object,
  oneOf,
  open,
  text,
} from './schema';

const group = 'secrets.hashicorp.com';
const versions = ['v1beta1'];

const destination = object(
  {
    name: text,
    create: boolean,
    overwrite: boolean,
    type: text,
    labels: map(text),
    annotations: map(text),
    transformation: open,
  },
  'name',
);

const rolloutRestartTargets = list(
  object(
    { kind: oneOf('Deployment', 'DaemonSet', 'StatefulSet'), name: text },
    'kind',
    'name',
  ),
);

const shared = {
  vaultAuthRef: text,
  namespace: text,
  mount: text,
  destination,
  rolloutRestartTargets,
};

const auth = define({
  group,
  versions,
  kind: 'VaultAuth',
  plural: 'vaultauths',
  columns: [fieldColumn('Method', '.spec.method'), ageColumn],
  spec: object({
    vaultConnectionRef: text,
    vaultAuthGlobalRef: open,
    namespace: text,
    allowedNamespaces: list(text),
    method: oneOf('kubernetes', 'jwt', 'appRole', 'aws', 'gcp'),
    mount: text,
    params: map(text),
    headers: map(text),
    kubernetes: object({
      role: text,
      serviceAccount: text,
      audiences: list(text),
      tokenExpirationSeconds: integer,
    }),
    appRole: object({ roleId: text, secretRef: text }),
    jwt: open,
    aws: open,
    gcp: open,
    storageEncryption: open,
  }),
});

const connection = define({
  group,
  versions,
  kind: 'VaultConnection',
  plural: 'vaultconnections',
  columns: [fieldColumn('Address', '.spec.address'), ageColumn],
  spec: object(
    {
      address: text,
      headers: map(text),
      tlsServerName: text,
      caCertSecretRef: text,
      skipTLSVerify: boolean,
      timeout: text,
    },
    'address',
  ),
});

const dynamicSecret = define({
  group,
  versions,
  kind: 'VaultDynamicSecret',
  plural: 'vaultdynamicsecrets',
  columns: [fieldColumn('Path', '.spec.path'), ageColumn],
  spec: object(
    {
      ...shared,
      path: text,
      params: map(text),
      requestHTTPMethod: oneOf('GET', 'POST', 'PUT'),
      revoke: boolean,
      renewalPercent: integer,
      refreshAfter: text,
      allowStaticCreds: boolean,
    },
    'mount',
    'path',
    'destination',
  ),
});

const staticSecret = define({
  group,
  versions,
  kind: 'VaultStaticSecret',
  plural: 'vaultstaticsecrets',
  columns: [fieldColumn('Path', '.spec.path'), ageColumn],
  spec: object(
    {
      ...shared,
      path: text,
      type: oneOf('kv-v1', 'kv-v2'),
      version: integer,
      refreshAfter: text,
      hmacSecretData: boolean,
      syncConfig: open,
    },
    'mount',
    'path',
    'type',
    'destination',
  ),
});

const pkiSecret = define({
  group,
  versions,
  kind: 'VaultPKISecret',
  plural: 'vaultpkisecrets',
  columns: [fieldColumn('Role', '.spec.role'), ageColumn],
  spec: object(
    {
      ...shared,
      role: text,
      issuerRef: text,
      commonName: text,
      altNames: list(text),
      ipSans: list(text),
      uriSans: list(text),
      otherSans: text,
      userIDs: list(text),
      ttl: text,
      format: text,
      privateKeyFormat: text,
      notAfter: text,
      excludeCNFromSans: boolean,
      revoke: boolean,
      clear: boolean,
      expiryOffset: text,
    },
    'mount',
    'role',
    'destination',
  ),
});

/** The Vault Secrets Operator's resources. */
export const vaultSecretsOperatorDefinitions = [
  auth,
  connection,
  dynamicSecret,
  staticSecret,
  pkiSecret,
];
