import type { Delimiters } from '../template/lexer';

/** Prefix of the injector's annotations. */
export const PREFIX = 'vault.hashicorp.com/';

/** The webhook denies the pod; the message is the part after `denied the request: `. */
export class InjectionDenied extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InjectionDenied';
  }
}

/** One file an agent renders. */
export interface SecretFile {
  readonly name: string;
  /** Absolute path inside the pod. */
  readonly file: string;
  readonly source: string;
  readonly delimiters: Delimiters;
  readonly errorOnMissingKey: boolean;
}

/** What the annotations of one pod ask of its agents. */
export interface AgentSettings {
  readonly role: string;
  readonly authPath: string;
  readonly files: readonly SecretFile[];
  readonly initContainer: boolean;
  readonly sidecar: boolean;
  readonly cache: boolean;
  readonly revokeOnShutdown: boolean;
  /** Where the token goes as a file, when the pod asked for it. */
  readonly tokenFile?: string;
  readonly exitOnAuthError: boolean;
  readonly exitOnRetryFailure: boolean;
  readonly minBackoffMs: number;
  readonly maxBackoffMs: number;
  readonly staticRenderMs: number;
  readonly tokenVolume?: string;
}

type Annotations = Readonly<Record<string, string>>;

/** Annotations that would change what the agent does in a way the sandbox does not imitate. */
const UNSUPPORTED = [
  'agent-configmap',
  'agent-extra-secret',
  'agent-json-patch',
  'agent-init-json-patch',
  'auth-config-',
  'namespace',
  'agent-inject-template-file-',
];

const TRUE = ['1', 't', 'T', 'true', 'True', 'TRUE'];
const FALSE = ['', '0', 'f', 'F', 'false', 'False', 'FALSE'];

function bool(
  annotations: Annotations,
  key: string,
  fallback: boolean,
): boolean {
  const value = annotations[PREFIX + key];
  if (value === undefined) return fallback;
  if (TRUE.includes(value)) return true;
  if (FALSE.includes(value)) return false;
  throw new InjectionDenied(
    `strconv.ParseBool: parsing "${value}": invalid syntax`,
  );
}

const UNITS: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** A Go duration such as `1m30s`, in milliseconds. */
export function goDuration(value: string): number | undefined {
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(p => p[0]).join('') !== value)
    return undefined;
  return parts.reduce((sum, [, n, unit]) => sum + Number(n) * UNITS[unit], 0);
}

function duration(
  annotations: Annotations,
  key: string,
  fallback: string,
): number {
  const value = goDuration(annotations[PREFIX + key] ?? fallback);
  if (value !== undefined) return value;
  const what = key.replace('auth-', '').replace('-', ' ');
  throw new InjectionDenied(
    `error adding default annotations: error parsing ${what} as duration`,
  );
}

/** Whether the webhook injects into this pod at all. */
export function wantsInjection(annotations: Annotations): boolean {
  try {
    return (
      bool(annotations, 'agent-inject', false) &&
      annotations[`${PREFIX}agent-inject-status`] !== 'injected'
    );
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new InjectionDenied(`error checking if should inject agent: ${text}`);
  }
}

function suffixes(annotations: Annotations, key: string): string[] {
  const prefix = `${PREFIX}${key}`;
  return Object.entries(annotations)
    .filter(([name, value]) => name.startsWith(prefix) && value.trim() !== '')
    .map(([name]) => name.slice(prefix.length));
}

function defaultTemplate(annotations: Annotations, path: string): string {
  const kind = annotations[`${PREFIX}agent-inject-default-template`] ?? 'map';
  if (kind === 'map')
    return `{{ with secret "${path}" }}{{ range $k, $v := .Data }}{{ $k }}: {{ $v }}\n{{ end }}{{ end }}`;
  if (kind === 'json')
    return `{{ with secret "${path}" }}{{ .Data | toJSON }}\n{{ end }}`;
  throw new InjectionDenied(
    `error creating new agent sidecar: invalid default template type: ${kind}`,
  );
}

function secretNames(annotations: Annotations): string[] {
  const names = [
    ...suffixes(annotations, 'agent-inject-secret-'),
    ...suffixes(annotations, 'agent-inject-template-'),
  ];
  return [...new Set(names)];
}

function secretFolder(annotations: Annotations): string {
  return annotations[`${PREFIX}secret-volume-path`] ?? '/vault/secrets';
}

function secretFile(annotations: Annotations, name: string): SecretFile {
  const of = (key: string) => annotations[`${PREFIX}${key}-${name}`];
  const path = of('agent-inject-secret') ?? '';
  const source =
    of('agent-inject-template') ?? defaultTemplate(annotations, path);
  const keepCase = bool(
    annotations,
    `preserve-secret-case-${name}`,
    bool(annotations, 'preserve-secret-case', false),
  );
  const folder = of('secret-volume-path') ?? secretFolder(annotations);
  const fileName =
    of('agent-inject-file') ?? (keepCase ? name : name.toLowerCase());
  return {
    name,
    file: `${folder.replace(/\/$/, '')}/${fileName}`,
    source,
    delimiters: {
      left: of('agent-template-left-delim') ?? '{{',
      right: of('agent-template-right-delim') ?? '}}',
    },
    errorOnMissingKey: bool(annotations, `error-on-missing-key-${name}`, false),
  };
}

function refuseUnsupported(annotations: Annotations): void {
  const found = Object.keys(annotations).find(key =>
    UNSUPPORTED.some(name =>
      name.endsWith('-')
        ? key.startsWith(PREFIX + name)
        : key === PREFIX + name,
    ),
  );
  if (found !== undefined)
    throw new InjectionDenied(
      `the sandbox's injector does not imitate the annotation "${found}"`,
    );
}

/** Reads the annotations of a pod that asked for injection. Templates are parsed by the agent, not by the webhook. */
export function readSettings(annotations: Annotations): AgentSettings {
  refuseUnsupported(annotations);
  const role = annotations[`${PREFIX}role`] ?? '';
  const minBackoffMs = duration(annotations, 'auth-min-backoff', '1s');
  const maxBackoffMs = duration(annotations, 'auth-max-backoff', '5m');
  if (role === '')
    throw new InjectionDenied(
      'error validating agent configuration: no Vault role found',
    );
  const onlyInit = bool(annotations, 'agent-pre-populate-only', false);
  return {
    role,
    authPath: annotations[`${PREFIX}auth-path`] ?? 'auth/kubernetes',
    files: secretNames(annotations).map(name => secretFile(annotations, name)),
    initContainer: onlyInit || bool(annotations, 'agent-pre-populate', true),
    sidecar: !onlyInit,
    cache: bool(annotations, 'agent-cache-enable', false),
    revokeOnShutdown: bool(annotations, 'agent-revoke-on-shutdown', false),
    tokenFile: bool(annotations, 'agent-inject-token', false)
      ? `${secretFolder(annotations)}/token`
      : undefined,
    exitOnAuthError: bool(annotations, 'agent-auto-auth-exit-on-err', false),
    exitOnRetryFailure: bool(
      annotations,
      'template-config-exit-on-retry-failure',
      true,
    ),
    minBackoffMs,
    maxBackoffMs,
    staticRenderMs: duration(
      annotations,
      'template-static-secret-render-interval',
      '5m',
    ),
    tokenVolume:
      annotations[`${PREFIX}agent-service-account-token-volume-name`],
  };
}
