/** What a pod template asks of the Vault agent, read from its annotations. */
export interface InjectorIntent {
  /** The auth role the agent logs in with. */
  readonly role?: string;
  /** Mount of the auth method, without `auth/`. */
  readonly authMount?: string;
  readonly secrets: readonly InjectedSecret[];
  readonly cacheEnabled: boolean;
  readonly runsInit: boolean;
  readonly runsSidecar: boolean;
  /** The projected volume whose token the agent logs in with. */
  readonly tokenVolume?: string;
}

/** One file the agent renders. */
export interface InjectedSecret {
  readonly name: string;
  /** The path the annotation names. */
  readonly declared?: string;
  /** The paths the template reads; undefined without a template. */
  readonly template?: readonly string[];
}

const DOMAIN = 'vault.hashicorp.com/';
const SECRET = 'agent-inject-secret-';
const TEMPLATE = 'agent-inject-template-';
const TEMPLATE_FILE = 'agent-inject-template-file-';

const trueWords = new Set(['1', 't', 'true']);

function isTrue(value: string | undefined): boolean {
  return value !== undefined && trueWords.has(value.toLocaleLowerCase('en-US'));
}

function trimSlashes(path: string): string {
  return path.trim().replace(/^\/+/, '').replace(/\/+$/, '');
}

/** Paths a template reads: `secret "a/b"` and `pkiCert "a/b"`, with any quotes Go knows. */
function pathsIn(template: string): string[] {
  const calls = template.matchAll(/\b(?:secret|pkiCert)\s+["`]([^"`]+)["`]/g);
  return [...new Set([...calls].map(([, path]) => trimSlashes(path)))];
}

function readSecrets(annotations: ReadonlyMap<string, string>) {
  const secrets = new Map<string, InjectedSecret>();
  for (const [key, value] of annotations) {
    if (value.trim() === '' || key.startsWith(TEMPLATE_FILE)) continue;
    if (key.startsWith(SECRET)) {
      const name = key.slice(SECRET.length);
      const declared = trimSlashes(value);
      secrets.set(name, { ...secrets.get(name), name, declared });
    } else if (key.startsWith(TEMPLATE)) {
      const name = key.slice(TEMPLATE.length);
      secrets.set(name, {
        ...secrets.get(name),
        name,
        template: pathsIn(value),
      });
    }
  }
  return [...secrets.values()];
}

/** Reads the injector's annotations; undefined when the pods ask for no agent. */
export function readInjector(
  annotations: Readonly<Record<string, string>>,
): InjectorIntent | undefined {
  const ours = new Map(
    Object.entries(annotations)
      .filter(([key]) => key.startsWith(DOMAIN))
      .map(([key, value]) => [key.slice(DOMAIN.length), value]),
  );
  if (!isTrue(ours.get('agent-inject'))) return undefined;
  const initOnly = isTrue(ours.get('agent-pre-populate-only'));
  return {
    role: ours.get('role') ?? ours.get('auth-config-role'),
    authMount: ours.get('auth-path')?.replace(/^auth\//, ''),
    secrets: readSecrets(ours),
    cacheEnabled: isTrue(ours.get('agent-cache-enable')),
    runsInit: initOnly || isTrue(ours.get('agent-pre-populate') ?? 'true'),
    runsSidecar: !initOnly,
    tokenVolume: ours.get('agent-service-account-token-volume-name'),
  };
}

/** How many leases of a path each pod takes: init container and sidecar share one only through the agent's cache. */
export function leasesPerPod({
  runsInit,
  runsSidecar,
  cacheEnabled,
}: InjectorIntent): 1 | 2 {
  return runsInit && runsSidecar && !cacheEnabled ? 2 : 1;
}

/** Every path the agent really reads: a template wins over the declared path. */
export function pathsRead({ secrets }: InjectorIntent): string[] {
  const paths = secrets.flatMap(({ declared, template }) =>
    template && template.length > 0 ? template : declared ?? [],
  );
  return [...new Set(paths)];
}
