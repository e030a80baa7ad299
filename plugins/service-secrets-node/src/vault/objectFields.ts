import { z } from 'zod';

import type {
  DesiredFields,
  DesiredObject,
  DesiredRole,
} from '../provision/DesiredState';
import { readGoDuration } from '../upstream/goDuration';
import { count, data } from './fields';

type Value = DesiredFields[string];
type Read = (value: unknown) => Value | undefined;

function reader<T extends Value>(schema: z.ZodType<T>): Read {
  return value => {
    const parsed = schema.safeParse(value);
    return parsed.success ? parsed.data : undefined;
  };
}

const text = reader(
  z
    .string()
    .nullish()
    .transform(value => value ?? ''),
);
const flag = reader(
  z
    .boolean()
    .nullish()
    .transform(value => value ?? false),
);
const number = reader(count.nullish().transform(value => value ?? 0));
/** Seconds as a number, as digits, or as Go writes a duration: `1h0m0s`. */
const seconds = reader(
  z
    .union([count, z.string().transform(readGoDuration).pipe(z.number())])
    .nullish()
    .transform(value => value ?? 0),
);
const list = z
  .array(z.string())
  .nullish()
  .transform(value => value ?? []);
/** In order: what comes first is run first. */
const statements = reader(list);
/** Vault sorts some lists and keeps the order of others; none of them means anything by it. */
const set = reader(list.transform(values => [...values].sort()));

/**
 * Every field we write and how it reads. Vault drops parameters it does not
 * know without a word, so a field that is not here is not sent either.
 */
const fieldReaders: Readonly<
  Record<DesiredRole['kind'], Readonly<Record<string, Read>>>
> = {
  'auth-role': {
    bound_service_account_names: set,
    bound_service_account_namespaces: set,
    bound_service_account_namespace_selector: text,
    audience: text,
    alias_name_source: text,
    token_policies: set,
    token_bound_cidrs: set,
    token_no_default_policy: flag,
    token_ttl: seconds,
    token_max_ttl: seconds,
    token_explicit_max_ttl: seconds,
    token_period: seconds,
    token_num_uses: number,
    token_type: text,
  },
  'database-role': {
    db_name: text,
    creation_statements: statements,
    revocation_statements: statements,
    renew_statements: statements,
    rollback_statements: statements,
    default_ttl: seconds,
    max_ttl: seconds,
    credential_type: text,
  },
  'static-role': {
    db_name: text,
    username: text,
    rotation_period: seconds,
    rotation_statements: statements,
    credential_type: text,
  },
  'pki-role': {
    issuer_ref: text,
    ttl: seconds,
    max_ttl: seconds,
    not_before_duration: seconds,
    allow_localhost: flag,
    allowed_domains: set,
    allowed_domains_template: flag,
    allow_bare_domains: flag,
    allow_subdomains: flag,
    allow_glob_domains: flag,
    allow_wildcard_certificates: flag,
    allow_any_name: flag,
    allow_ip_sans: flag,
    allowed_uri_sans: set,
    allowed_other_sans: set,
    enforce_hostnames: flag,
    require_cn: flag,
    server_flag: flag,
    client_flag: flag,
    code_signing_flag: flag,
    email_protection_flag: flag,
    key_type: text,
    key_bits: number,
    signature_bits: number,
    key_usage: set,
    ext_key_usage: set,
    use_csr_common_name: flag,
    use_csr_sans: flag,
    generate_lease: flag,
    no_store: flag,
    organization: set,
    ou: set,
  },
  'kv-placeholder': {
    max_versions: number,
    cas_required: flag,
    delete_version_after: seconds,
    // Never written: 0 says that nothing was put there yet, so that it may be removed.
    current_version: number,
  },
};

/** A key of a KV place's custom metadata is a field of its own: `custom_metadata.owner`. */
const CUSTOM = 'custom_metadata.';

function isCustom(kind: DesiredRole['kind'], field: string): boolean {
  return kind === 'kv-placeholder' && field.startsWith(CUSTOM);
}

/** The answer of a read. */
export const objectAnswer = data(z.record(z.string(), z.unknown())).transform(
  answer => answer.data,
);

/** The fields of an object that we may write, as desired fields are spelled; one we cannot read is left out. */
export function readFields(
  kind: DesiredRole['kind'],
  answer: Readonly<Record<string, unknown>>,
): DesiredFields {
  const known = Object.entries(fieldReaders[kind]).map(([field, read]) => [
    field,
    read(answer[field]),
  ]);
  const custom = z
    .record(z.string(), z.string())
    .safeParse(kind === 'kv-placeholder' ? answer.custom_metadata : undefined);
  const entries = Object.entries(custom.data ?? {}).map(([key, value]) => [
    CUSTOM + key,
    value,
  ]);
  return Object.fromEntries(
    [...known, ...entries].filter(([, value]) => value !== undefined),
  );
}

/** The names of fields Vault would drop without a word. */
export function unknownFields({
  kind,
  fields,
}: Pick<DesiredRole, 'kind' | 'fields'>): string[] {
  return Object.keys(fields).filter(
    field =>
      !Object.hasOwn(fieldReaders[kind], field) && !isCustom(kind, field),
  );
}

/** What is sent to write an object. */
export function writeBody(
  object: DesiredObject,
): Readonly<Record<string, unknown>> {
  if (object.kind === 'policy') return { policy: object.text };
  const { kind, fields } = object;
  const entries = Object.entries(fields);
  const custom = entries.filter(([field]) => isCustom(kind, field));
  const plain = entries.filter(([field]) => !isCustom(kind, field));
  return {
    ...Object.fromEntries(plain),
    ...(custom.length > 0 && {
      custom_metadata: Object.fromEntries(
        custom.map(([field, value]) => [field.slice(CUSTOM.length), value]),
      ),
    }),
  };
}
