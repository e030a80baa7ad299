/** How a credential gets from Vault into a pod. cert-manager delivers certificates and needs no choice. */
export const deliveryMethods = ['agent-injector', 'vso', 'eso', 'csi'] as const;
/** One of the ways a database credential gets into a pod. */
export type DeliveryMethod = (typeof deliveryMethods)[number];

/** How a rendered credential file is spelled. */
export const secretFormats = [
  'env',
  'dotenv',
  'json',
  'yaml',
  'properties',
  'jdbc',
  'go-dsn',
  'sqlalchemy',
  'pgpass',
  'libpq-uri',
] as const;
/** One of the spellings of a credential file. */
export type SecretFormat = (typeof secretFormats)[number];

/** Database engines a role can be provisioned for. */
export const databaseEngines = ['postgresql', 'mysql', 'mongodb'] as const;
/** One of the database engines. */
export type DatabaseEngine = (typeof databaseEngines)[number];

/** Kinds of objects provisioning writes to Vault; each can be written on its own. */
export const provisionedKinds = [
  'policy',
  'auth-role',
  'database-role',
  'static-role',
  'allowed-role',
  'pki-role',
  'kv-placeholder',
] as const;
/** One kind of object provisioning writes to Vault. */
export type ProvisionedKind = (typeof provisionedKinds)[number];

/** Ways a plan can be handed over instead of being written. */
export const renderTargets = [
  'manifests',
  'terraform',
  'vault-config-operator',
] as const;
/** One of the ways a plan can be handed over. */
export type RenderTarget = (typeof renderTargets)[number];
