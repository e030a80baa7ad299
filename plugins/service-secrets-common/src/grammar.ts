/**
 * The allow-listed spelling of every name that may become part of a Vault or
 * Kubernetes path. Length is tested before the pattern, so a hostile value
 * costs one comparison; every pattern is linear. Lower-case ASCII only: Vault
 * folds the case of some names and not of others, and two spellings of one
 * name would defeat an ownership rule.
 */
const patterns = {
  /** A Kubernetes DNS-1123 label: namespaces. */
  label: { pattern: /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, max: 63 },
  /** A Kubernetes DNS-1123 subdomain: service accounts, workloads, certificates, issuers. */
  objectName: {
    pattern:
      /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/,
    max: 253,
  },
  /** A role, policy, connection or issuer name in Vault. */
  vaultName: { pattern: /^[a-z0-9](?:[a-z0-9_-]|\.(?=[a-z0-9]))*$/, max: 128 },
  /** A mount path of one to four segments, without slashes around it. */
  mount: {
    pattern: /^[a-z0-9][a-z0-9_-]*(?:\/[a-z0-9][a-z0-9_-]*){0,3}$/,
    max: 128,
  },
  /** The operator's name of an instance, a cluster or an environment. */
  configName: { pattern: /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, max: 63 },
  /** A container image: registry, repository, tag and digest; no scheme. */
  image: {
    pattern:
      /^[a-z0-9](?:[a-z0-9_-]|\.(?=[a-z0-9]))*(?::\d{1,5}(?=\/))?(?:\/[a-z0-9](?:[a-z0-9_-]|\.(?=[a-z0-9]))*)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[a-f0-9]{64})?$/,
    max: 255,
  },
} as const;

/** A kind of name with a spelling of its own. */
export type NameKind = keyof typeof patterns;

/** Whether a value is spelled as a name of that kind must be. */
export function isName(kind: NameKind, value: string): boolean {
  const { pattern, max } = patterns[kind];
  return value.length > 0 && value.length <= max && pattern.test(value);
}

/** What a name of that kind looks like, for error messages. */
export function describeName(kind: NameKind): string {
  const { max } = patterns[kind];
  switch (kind) {
    case 'vaultName':
      return `lower-case letters, digits, "_", "-" and single inner dots, at most ${max} characters`;
    case 'mount':
      return `one to four segments of lower-case letters, digits, "_" and "-", at most ${max} characters`;
    case 'objectName':
      return `lower-case letters, digits, "-" and inner dots, at most ${max} characters`;
    case 'image':
      return `a container image such as registry.example/team/app:1.0.0, at most ${max} characters`;
    default:
      return `lower-case letters, digits and inner "-", at most ${max} characters`;
  }
}
