import { ServiceSpec } from '../ServiceSpec';
import { Delivery, ManifestNames, podParts } from './Delivery';
import { DeliveredSecret } from './deliveredSecrets';
import { agentDialect } from './templateDialect';

const domain = 'vault.hashicorp.com';
const TOKEN_VOLUME = 'vault-token';
const TOKEN_SECONDS = 3600;
/** The kernel keeps this much of a process's name, and pkill compares with that. */
const PROCESS_NAME_MAX = 15;

/** A template that renders one secret into a file. That a missing field stops the agent is an annotation's work. */
export function agentTemplate(secret: DeliveredSecret): string {
  const path =
    secret.kind === 'kv'
      ? `${secret.mount}/data/${secret.path}`
      : `${secret.mount}/${secret.path}`;
  return [
    `{{- with secret ${JSON.stringify(path)} -}}`,
    ...secret.body(agentDialect),
    '{{- end }}',
    '',
  ].join('\n');
}

function secretAnnotations(secret: DeliveredSecret): Record<string, string> {
  const path = secret.kind === 'kv' ? `data/${secret.path}` : secret.path;
  return {
    [`${domain}/agent-inject-secret-${secret.file}`]: `${secret.mount}/${path}`,
    [`${domain}/agent-inject-template-${secret.file}`]: agentTemplate(secret),
    [`${domain}/error-on-missing-key-${secret.file}`]: 'true',
  };
}

function commonAnnotations(
  spec: ServiceSpec,
  names: ManifestNames,
): Record<string, string> {
  return {
    [`${domain}/agent-inject`]: 'true',
    [`${domain}/role`]: names.authRole,
    [`${domain}/auth-path`]: `auth/${spec.authMount}`,
    [`${domain}/agent-service-account-token-volume-name`]: TOKEN_VOLUME,
    // The sidecar takes over the init container's lease: one lease a pod, not two.
    [`${domain}/agent-cache-enable`]: 'true',
    // The lease ends with the pod instead of living on to its TTL.
    [`${domain}/agent-revoke-on-shutdown`]: 'true',
    [`${domain}/agent-requests-cpu`]: '25m',
    [`${domain}/agent-requests-mem`]: '64Mi',
    [`${domain}/agent-limits-cpu`]: '250m',
    [`${domain}/agent-limits-mem`]: '128Mi',
  };
}

/**
 * The command that tells the application of a new file. It runs in the init
 * container too, where there is no such process, and a failing command would
 * end the agent: hence the guard.
 */
function reloadAnnotations(process: string): Record<string, string> {
  const name = process.slice(0, PROCESS_NAME_MAX);
  return {
    [`${domain}/agent-inject-command-db`]: `pkill -HUP -x ${name} || true`,
  };
}

function tokenVolume(spec: ServiceSpec) {
  return {
    name: TOKEN_VOLUME,
    projected: {
      sources: [
        {
          serviceAccountToken: {
            path: 'token',
            audience: spec.audience,
            expirationSeconds: TOKEN_SECONDS,
          },
        },
      ],
    },
  };
}

/**
 * Vault Agent beside the application: annotations of a closed list. Nothing
 * that names an address or an image can come from a user, and the only command
 * is ours with a process name of checked spelling.
 */
export function agentInjector(
  spec: ServiceSpec,
  names: ManifestNames,
  secrets: readonly DeliveredSecret[],
): Delivery {
  const reload = spec.database?.reloadProcess;
  const privateFile = spec.database?.format === 'pgpass';
  // An agent of another user could neither signal the process nor leave it a private file.
  const knownUser = Boolean(reload) || privateFile;
  return {
    manifests: [],
    pod: podParts({
      annotations: {
        ...commonAnnotations(spec, names),
        ...Object.assign({}, ...secrets.map(secretAnnotations)),
        ...(reload ? reloadAnnotations(reload) : {}),
        ...(privateFile ? { [`${domain}/agent-inject-perms-db`]: '0600' } : {}),
        ...(knownUser ? { [`${domain}/agent-run-as-same-user`]: 'true' } : {}),
      },
      volumes: [tokenVolume(spec)],
      shareProcesses: Boolean(reload),
      knownUser,
    }),
  };
}
