import { ServiceSpec } from '../ServiceSpec';
import { credentialBody } from './credentialBody';
import { ManifestNames } from './Delivery';
import { asJson, TemplateDialect } from './templateDialect';

/** One file a pod reads, and where in Vault it comes from. */
export interface DeliveredSecret {
  /** Name of the file: fixed, so no user text gets into an annotation's name. */
  readonly file: 'db' | 'db-static' | 'settings';
  readonly kind: 'dynamic' | 'static' | 'kv';
  readonly mount: string;
  /** Path below the mount, as the API reads it: `creds/<role>`, or the name of a KV secret. */
  readonly path: string;
  /** Lines of the file; for KV the whole secret as JSON. */
  body(dialect: TemplateDialect): readonly string[];
}

function below(mount: string, path: string): string {
  return path.slice(mount.length + 1);
}

function database(spec: ServiceSpec, names: ManifestNames): DeliveredSecret[] {
  const { database: wanted } = spec;
  if (!wanted || !names.credentialsPath) return [];
  return [
    {
      file: 'db',
      kind: 'dynamic',
      mount: wanted.mount,
      path: below(wanted.mount, names.credentialsPath),
      body: dialect => credentialBody(wanted, dialect),
    },
  ];
}

function staticRole(
  spec: ServiceSpec,
  names: ManifestNames,
): DeliveredSecret[] {
  const { staticRole: wanted } = spec;
  if (!wanted || !names.staticCredentialsPath) return [];
  return [
    {
      file: 'db-static',
      kind: 'static',
      mount: wanted.mount,
      path: below(wanted.mount, names.staticCredentialsPath),
      body: dialect => [
        '{',
        `  "username": ${asJson(dialect, 'username')},`,
        `  "password": ${asJson(dialect, 'password')}`,
        '}',
      ],
    },
  ];
}

function settings(spec: ServiceSpec, names: ManifestNames): DeliveredSecret[] {
  if (!spec.kv || !names.kvPath) return [];
  return [
    {
      file: 'settings',
      kind: 'kv',
      mount: spec.kv.mount,
      path: names.kvPath,
      body: dialect => [`{{ ${dialect.whole} | ${dialect.json} }}`],
    },
  ];
}

/** The files the pods of a service read from Vault. */
export function deliveredSecrets(
  spec: ServiceSpec,
  names: ManifestNames,
): readonly DeliveredSecret[] {
  return [
    ...database(spec, names),
    ...staticRole(spec, names),
    ...settings(spec, names),
  ];
}
