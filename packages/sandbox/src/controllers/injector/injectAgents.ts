import {
  InjectionDenied,
  PREFIX,
  readSettings,
  wantsInjection,
  type AgentSettings,
} from './annotations';
import type { Container, Pod, PodSpec, Volume } from './podTypes';

const AGENT_IMAGE = 'hashicorp/vault:2.0.4';
const DEFAULT_TOKEN_MOUNT =
  '/var/run/secrets/vault.hashicorp.com/serviceaccount';

/** The system namespaces the webhook refuses to touch. */
const SYSTEM_NAMESPACES = ['kube-system', 'kube-public'];

function sources(volume: Volume) {
  return volume.projected?.sources ?? [];
}

/** The projected token an agent logs in with. */
export function projectedToken(spec: PodSpec, volumeName: string) {
  return spec.volumes
    ?.filter(volume => volume.name === volumeName)
    .flatMap(sources)
    .map(source => source.serviceAccountToken)
    .find(token => token !== undefined);
}

interface TokenMount {
  readonly name: string;
  readonly mountPath: string;
}

function namedTokenMount(spec: PodSpec, volumeName: string): TokenMount {
  if (!spec.volumes?.some(({ name }) => name === volumeName))
    throw new InjectionDenied(
      `error creating new agent sidecar: failed to find service account volume "${volumeName}"`,
    );
  if (projectedToken(spec, volumeName)?.path === undefined)
    throw new InjectionDenied(
      `error creating new agent sidecar: failed to find tokenPath for projected volume "${volumeName}"`,
    );
  const mounted = spec.containers
    .flatMap(({ volumeMounts }) => volumeMounts ?? [])
    .find(({ name }) => name === volumeName);
  return {
    name: volumeName,
    mountPath: mounted?.mountPath ?? DEFAULT_TOKEN_MOUNT,
  };
}

function tokenMount(spec: PodSpec, settings: AgentSettings): TokenMount {
  if (settings.tokenVolume !== undefined)
    return namedTokenMount(spec, settings.tokenVolume);
  const found = spec.containers
    .flatMap(({ volumeMounts }) => volumeMounts ?? [])
    .find(({ mountPath }) => mountPath.includes('serviceaccount'));
  if (found) return found;
  throw new InjectionDenied(
    'error creating new agent sidecar: failed to find service account volume mount',
  );
}

/** The agent's configuration as the injector writes it into `VAULT_CONFIG`: settings and templates, never a value. */
function agentConfig(settings: AgentSettings, address: string, init: boolean) {
  return {
    auto_auth: {
      method: {
        type: 'kubernetes',
        mount_path: settings.authPath,
        config: { role: settings.role },
        exit_on_err: settings.exitOnAuthError,
      },
      sink: [{ type: 'file', config: { path: '/home/vault/.vault-token' } }],
    },
    exit_after_auth: init,
    pid_file: '/home/vault/.pid',
    vault: { address },
    template: settings.files.map(file => ({
      destination: file.file,
      contents: file.source,
      left_delimiter: file.delimiters.left,
      right_delimiter: file.delimiters.right,
      error_on_missing_key: file.errorOnMissingKey,
    })),
    template_config: {
      exit_on_retry_failure: settings.exitOnRetryFailure,
    },
    ...(settings.cache ? { cache: { use_auto_auth_token: true } } : {}),
  };
}

function agentContainer(
  name: string,
  config: unknown,
  mounts: readonly TokenMount[],
): Container {
  const encoded = Buffer.from(JSON.stringify(config)).toString('base64');
  return {
    name,
    image: AGENT_IMAGE,
    command: ['/bin/sh', '-ec'],
    args: [
      'echo ${VAULT_CONFIG?} | base64 -d > /home/vault/config.json && vault agent -config=/home/vault/config.json',
    ],
    env: [
      { name: 'VAULT_LOG_LEVEL', value: 'info' },
      { name: 'VAULT_LOG_FORMAT', value: 'standard' },
      { name: 'VAULT_CONFIG', value: encoded },
    ],
    resources: {
      limits: { cpu: '500m', memory: '128Mi' },
      requests: { cpu: '250m', memory: '64Mi' },
    },
    securityContext: {
      runAsUser: 100,
      runAsGroup: 1000,
      runAsNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: mounts.map(mount => ({ ...mount })),
  };
}

function memoryVolume(name: string): Volume {
  return { name, emptyDir: { medium: 'Memory' } };
}

function withAgents(
  spec: PodSpec,
  settings: AgentSettings,
  address: string,
): PodSpec {
  const token = tokenMount(spec, settings);
  const secrets = { name: 'vault-secrets', mountPath: '/vault/secrets' };
  const cache = { name: 'vault-agent-cache', mountPath: '/vault/agent-cache' };
  const shared = settings.cache ? [secrets, cache] : [secrets];
  const agent = (name: string, init: boolean) =>
    agentContainer(name, agentConfig(settings, address, init), [
      { name: init ? 'home-init' : 'home-sidecar', mountPath: '/home/vault' },
      { name: token.name, mountPath: token.mountPath },
      ...shared,
    ]);
  const mounted = (container: Container): Container => ({
    ...container,
    volumeMounts: [...(container.volumeMounts ?? []), secrets],
  });
  return {
    ...spec,
    initContainers: [
      ...(spec.initContainers ?? []).map(mounted),
      ...(settings.initContainer ? [agent('vault-agent-init', true)] : []),
    ],
    containers: [
      ...spec.containers.map(mounted),
      ...(settings.sidecar ? [agent('vault-agent', false)] : []),
    ],
    volumes: [
      ...(spec.volumes ?? []),
      memoryVolume('home-init'),
      memoryVolume('home-sidecar'),
      memoryVolume('vault-secrets'),
      ...(settings.cache ? [memoryVolume('vault-agent-cache')] : []),
    ],
  };
}

/** What the webhook makes of a pod: the same one, or one with agents; throws `InjectionDenied`. */
export function injectAgents(pod: Pod, vaultAddress: string): Pod {
  const annotations = pod.metadata.annotations ?? {};
  if (!wantsInjection(annotations)) return pod;
  const { namespace = 'default' } = pod.metadata;
  if (SYSTEM_NAMESPACES.includes(namespace))
    throw new InjectionDenied(
      `error with request namespace: cannot inject into system namespaces: ${namespace}`,
    );
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      annotations: {
        ...annotations,
        [`${PREFIX}agent-inject-status`]: 'injected',
      },
    },
    spec: withAgents(pod.spec, readSettings(annotations), vaultAddress),
  };
}
