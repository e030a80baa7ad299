import { describeCertificate } from './describeCertificate';
import { Json } from './Transcript';

/** Names a case made up for this run, and what stands for them in the transcript. */
export type Aliases = ReadonlyMap<string, string>;

const certificatePem =
  /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----\n?/g;

/** What differs between two runs against the same server, by the shape of the value. */
const volatileText: readonly (readonly [RegExp, string])[] = [
  [
    /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g,
    '<uuid>',
  ],
  [/-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----\n?/g, '<$1>'],
  [
    /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})/g,
    '<time>',
  ],
  [/\b(hvs|hvb|s|b)\.[A-Za-z0-9_-]{24,}/g, '<token>'],
  [/^\d+\.\d+\.\d+(?:-\w+)?$/g, '<version>'],
  [/\b(v-[\w-]+?)-[A-Za-z0-9]{20}-\d{10}\b/g, '$1-<random>-<time>'],
  [/\b((?:auth_)?[a-z]+)_[0-9a-f]{8}\b/g, '$1_<accessor>'],
  [/\b(?:[0-9a-f]{2}[:-]){7,}[0-9a-f]{2}\b/gi, '<serial>'],
];

/** Fields whose value is random or counts down; their type still counts. */
const volatileFields = new Set([
  'accessor',
  'build_date',
  'cluster_id',
  'cluster_name',
  'commit_date',
  'last_renewal_time',
  'not_before',
  'wrapped_accessor',
  'client_token',
  'creation_time',
  'entity_id',
  'expiration',
  'issue_time',
  'last_vault_rotation',
  'nonce',
  'password',
  'request_id',
  'revocation_time',
  'secret_id_accessor',
  'server_time_utc',
  'subject_key_id',
  'token_accessor',
  'wrapping_token',
]);

/** Seconds that count down while a case runs: compared to the nearest ten, upwards. */
const countdowns = new Set(['ttl', 'lease_duration']);
const COUNTDOWN_STEP = 10;

/** Replaces in an answer what cannot be the same twice, and keeps its shape. */
export function normalise(value: unknown, aliases: Aliases): Json {
  return visit(value, aliases, '');
}

function visit(value: unknown, aliases: Aliases, key: string): Json {
  if (Array.isArray(value)) {
    return value.map(item => visit(item, aliases, ''));
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([name, item]) =>
        [normaliseText(name, aliases), visit(item, aliases, name)] as const,
    );
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries);
  }
  return scalar(value, aliases, key);
}

function scalar(value: unknown, aliases: Aliases, key: string): Json {
  if (volatileFields.has(key) && value !== '' && value !== null) {
    return `<${typeof value} ${key}>`;
  }
  if (typeof value === 'number') {
    return countdowns.has(key)
      ? Math.ceil(value / COUNTDOWN_STEP) * COUNTDOWN_STEP
      : value;
  }
  if (typeof value === 'string') return normaliseText(value, aliases);
  if (typeof value === 'boolean' || value === null) return value;
  return `<${typeof value}>`;
}

/** A text with the case's own names and every volatile part replaced. */
export function normaliseText(text: string, aliases: Aliases): string {
  let result = text;
  for (const [name, alias] of aliases) {
    result = result.replaceAll(name, alias);
  }
  result = result.replace(certificatePem, describeCertificate);
  for (const [pattern, placeholder] of volatileText) {
    result = result.replace(pattern, placeholder);
  }
  // A lease id is its path and 24 characters nobody can foretell.
  return result.replace(/\/[A-Za-z0-9]{24}(?=$|["\s,])/g, '/<lease>');
}
