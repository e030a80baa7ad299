import type { AgentState } from './PodAgent';
import type { Container, Pod } from './podTypes';

/** What the kubelet knows about a pod besides its spec. */
export interface PodFacts {
  /** Undefined for a pod without agents. */
  readonly agent?: AgentState;
  readonly startTime: string;
  readonly podIP: string;
  /** When the application containers ended; only a Job's do. */
  readonly finishedAt?: string;
}

type ContainerStatus = Record<string, unknown>;

const HOST_IP = '127.0.0.1';

function base(container: Container, ready: boolean): ContainerStatus {
  const image = container.image ?? 'none';
  return {
    name: container.name,
    image,
    imageID: `docker.io/${image}`,
    ready,
    restartCount: 0,
    lastState: {},
  };
}

function waiting(container: Container, reason: string): ContainerStatus {
  return {
    ...base(container, false),
    started: false,
    state: { waiting: { reason } },
  };
}

function running(container: Container, startedAt: string): ContainerStatus {
  return {
    ...base(container, true),
    started: true,
    state: { running: { startedAt } },
  };
}

function terminated(
  container: Container,
  facts: PodFacts,
  finishedAt: string,
): ContainerStatus {
  return {
    ...base(container, container.name === 'vault-agent-init'),
    started: false,
    state: {
      terminated: {
        exitCode: 0,
        reason: 'Completed',
        startedAt: facts.startTime,
        finishedAt,
      },
    },
  };
}

/** A container that exited with an error and waits for the kubelet to restart it. */
function crashed(container: Container, facts: PodFacts): ContainerStatus {
  const { agent, startTime } = facts;
  return {
    ...base(container, false),
    started: false,
    restartCount: agent?.restarts ?? 0,
    state: {
      waiting: {
        reason: 'CrashLoopBackOff',
        message: `back-off restarting failed container=${container.name}`,
      },
    },
    lastState: {
      terminated: {
        exitCode: 1,
        reason: 'Error',
        message: agent?.problem,
        startedAt: startTime,
        finishedAt: startTime,
      },
    },
  };
}

function initStatus(container: Container, facts: PodFacts): ContainerStatus {
  const { agent, startTime } = facts;
  if (container.name !== 'vault-agent-init' || agent === undefined)
    return terminated(container, facts, startTime);
  if (agent.phase === 'crashed') return crashed(container, facts);
  const restartCount = agent.restarts;
  if (agent.phase === 'starting')
    return {
      ...running(container, startTime),
      ready: false,
      restartCount,
    };
  return { ...terminated(container, facts, startTime), restartCount };
}

function mainStatus(container: Container, facts: PodFacts): ContainerStatus {
  const { agent, startTime, finishedAt } = facts;
  if (agent && ['starting', 'crashed'].includes(agent.phase))
    return waiting(container, 'PodInitializing');
  if (finishedAt !== undefined) return terminated(container, facts, finishedAt);
  const isSidecar = container.name === 'vault-agent';
  if (isSidecar && agent?.phase === 'sidecar-failed')
    return crashed(container, facts);
  return running(container, startTime);
}

function condition(
  type: string,
  holds: boolean,
  otherwise?: { reason: string; message?: string },
) {
  return {
    type,
    status: holds ? 'True' : 'False',
    lastProbeTime: null,
    ...(holds ? {} : otherwise),
  };
}

function phaseOf(initialised: boolean, finished: boolean): string {
  if (!initialised) return 'Pending';
  return finished ? 'Succeeded' : 'Running';
}

function conditionsOf(
  facts: PodFacts,
  initialised: boolean,
  unready: readonly string[],
) {
  const finished = facts.finishedAt !== undefined;
  const notReady = finished
    ? { reason: 'PodCompleted' }
    : {
        reason: 'ContainersNotReady',
        message: `containers with unready status: [${unready.join(' ')}]`,
      };
  const ready = initialised && !finished && unready.length === 0;
  return [
    condition('PodReadyToStartContainers', true),
    condition('Initialized', initialised, {
      reason: 'ContainersNotInitialized',
      message: 'containers with incomplete status: [vault-agent-init]',
    }),
    condition('Ready', ready, notReady),
    condition('ContainersReady', ready, notReady),
    condition('PodScheduled', true),
  ].map(each => ({ ...each, lastTransitionTime: facts.startTime }));
}

/** The status a kubelet would report. */
export function podStatus(pod: Pod, facts: PodFacts) {
  const { agent } = facts;
  const initialised = !(agent && ['starting', 'crashed'].includes(agent.phase));
  const containers = pod.spec.containers.map(c => mainStatus(c, facts));
  const unready = containers
    .filter(({ ready }) => ready === false)
    .map(({ name }) => String(name));
  return {
    phase: phaseOf(initialised, facts.finishedAt !== undefined),
    startTime: facts.startTime,
    hostIP: HOST_IP,
    hostIPs: [{ ip: HOST_IP }],
    podIP: facts.podIP,
    podIPs: [{ ip: facts.podIP }],
    qosClass: 'Burstable',
    conditions: conditionsOf(facts, initialised, unready),
    initContainerStatuses: (pod.spec.initContainers ?? []).map(c =>
      initStatus(c, facts),
    ),
    containerStatuses: containers,
  };
}
