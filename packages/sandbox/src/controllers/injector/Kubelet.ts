import { isDeepStrictEqual } from 'node:util';

import type { EventRecorder } from '../client/EventRecorder';
import { timestamp } from '../client/EventRecorder';
import type { KubernetesClient } from '../client/KubernetesClient';
import { controllerOf, keyOf, resourceTypes } from '../client/kubernetesTypes';
import type { VaultClient } from '../client/VaultClient';
import { PREFIX, readSettings, type AgentSettings } from './annotations';
import type { ClusterState } from './ClusterState';
import { projectedToken } from './injectAgents';
import { PodAgent, type AgentState, type AgentTiming } from './PodAgent';
import { podStatus } from './podStatus';
import type { Pod } from './podTypes';

/** What the kubelet works with. */
export interface KubeletOptions {
  readonly client: KubernetesClient;
  readonly events: EventRecorder;
  readonly state: ClusterState;
  readonly vault: VaultClient;
  readonly timing: AgentTiming;
  /** Asks for another round. */
  readonly wake: () => void;
}

interface RunningPod {
  pod: Pod;
  readonly startTime: string;
  readonly podIP: string;
  readonly agent?: PodAgent;
  agentState?: AgentState;
  readonly files: Map<string, string>;
  finishAt?: number;
  finishedAt?: string;
  lastStatus?: unknown;
}

/** How long the containers of a Job run. */
const JOB_RUN_MS = 1_000;

/** Runs the pods: their agents for real, their containers in name only. */
export class Kubelet {
  private readonly running = new Map<string, RunningPod>();
  private nextIp = 10;

  constructor(private readonly options: KubeletOptions) {}

  /** What an agent rendered into a pod's memory, by absolute path. */
  files(namespace: string, name: string): ReadonlyMap<string, string> {
    const found = [...this.running.values()].find(
      ({ pod: { metadata } }) =>
        metadata.namespace === namespace && metadata.name === name,
    );
    return found?.files ?? new Map();
  }

  /** One round: starts new pods, ends deleted ones, reports what changed. */
  async reconcile(): Promise<number | undefined> {
    const pods = this.options.state.pods();
    const present = new Set(pods.map(({ metadata }) => metadata.uid ?? ''));
    for (const [uid, run] of this.running)
      if (!present.has(uid)) await this.end(uid, run);
    for (const pod of pods) await this.sync(pod);
    return this.nextFinish();
  }

  async stop(): Promise<void> {
    await Promise.all(
      [...this.running.values()].map(({ agent }) =>
        agent?.stop().catch(() => undefined),
      ),
    );
    this.running.clear();
  }

  private async sync(pod: Pod): Promise<void> {
    const uid = pod.metadata.uid ?? '';
    const run = this.running.get(uid);
    if (pod.metadata.deletionTimestamp !== undefined) {
      if (run) await this.end(uid, run);
      await this.letGo(pod);
      return;
    }
    if (isOver(pod)) return;
    const current = run ?? this.begin(pod);
    current.pod = pod;
    await this.finish(current);
    await this.report(current);
  }

  private begin(pod: Pod): RunningPod {
    const files = new Map<string, string>();
    this.nextIp += 1;
    const run: RunningPod = {
      pod,
      startTime: timestamp(new Date()),
      podIP: `10.244.${Math.floor(this.nextIp / 250)}.${this.nextIp % 250}`,
      files,
      agent: this.agentOf(pod, files),
    };
    this.running.set(pod.metadata.uid ?? '', run);
    if (run.agent) run.agentState = { phase: 'starting', restarts: 0 };
    run.agent?.start();
    return run;
  }

  private agentOf(pod: Pod, files: Map<string, string>): PodAgent | undefined {
    const annotations = pod.metadata.annotations ?? {};
    if (annotations[`${PREFIX}agent-inject-status`] !== 'injected')
      return undefined;
    const settings = readSettings(annotations);
    const { vault, timing, wake } = this.options;
    return new PodAgent({
      vault,
      timing,
      settings,
      jwt: () => this.podToken(pod, settings),
      onFile: (file, text) => files.set(file, text),
      onState: agentState => {
        const run = this.running.get(pod.metadata.uid ?? '');
        if (run) run.agentState = agentState;
        wake();
      },
      onWarning: line => this.warn(pod, line),
    });
  }

  private async podToken(pod: Pod, settings: AgentSettings): Promise<string> {
    const volume = settings.tokenVolume;
    const projected =
      volume === undefined ? undefined : projectedToken(pod.spec, volume);
    const { token } = await this.options.client.serviceAccountToken(
      {
        namespace: pod.metadata.namespace ?? 'default',
        name: pod.spec.serviceAccountName ?? 'default',
      },
      {
        ...(projected?.audience === undefined
          ? {}
          : { audiences: [projected.audience] }),
        expirationSeconds: projected?.expirationSeconds ?? 3607,
        boundObjectRef: {
          apiVersion: 'v1',
          kind: 'Pod',
          name: pod.metadata.name,
          uid: pod.metadata.uid,
        },
      },
    );
    return token;
  }

  /** The real agent only logs; without a log to read, the sandbox shows the line as an event. */
  private warn(pod: Pod, line: string): void {
    void this.options.events.record(resourceTypes.pods, pod, {
      type: 'Warning',
      reason: 'VaultAgentError',
      message: line,
    });
  }

  /** A Job's containers end; one that finishes with `vault token revoke -self` takes its leases along. */
  private async finish(run: RunningPod): Promise<void> {
    const { pod, agentState } = run;
    if (controllerOf(pod)?.kind !== 'Job' || run.finishedAt !== undefined)
      return;
    const started = agentState === undefined || agentState.phase === 'running';
    if (!started) return;
    run.finishAt ??= Date.now() + JOB_RUN_MS;
    if (Date.now() < run.finishAt || keepsRunning(pod)) return;
    if (commandOf(pod).includes('vault token revoke -self'))
      await run.agent?.revokeAll();
    run.finishedAt = timestamp(new Date());
    await run.agent?.stop();
  }

  private nextFinish(): number | undefined {
    const waits = [...this.running.values()]
      .filter(
        ({ finishAt, finishedAt, pod }) =>
          finishAt !== undefined &&
          finishedAt === undefined &&
          !keepsRunning(pod),
      )
      .map(({ finishAt }) => Math.max(20, (finishAt ?? 0) - Date.now()));
    return waits.length > 0 ? Math.min(...waits) : undefined;
  }

  private async report(run: RunningPod): Promise<void> {
    const { pod, agentState, startTime, podIP, finishedAt } = run;
    const facts = { agent: agentState, startTime, podIP, finishedAt };
    const status = podStatus(pod, facts);
    if (isDeepStrictEqual(status, run.lastStatus)) return;
    const { namespace, name } = pod.metadata;
    const changed = await this.options.client.patch(
      resourceTypes.pods,
      { namespace, name, subresource: 'status' },
      { status },
    );
    run.lastStatus = status;
    this.options.state.podObjects.record(changed);
    if (agentState?.phase === 'crashed') this.backOff(pod);
  }

  private backOff(pod: Pod): void {
    void this.options.events.record(resourceTypes.pods, pod, {
      type: 'Warning',
      reason: 'BackOff',
      message: `Back-off restarting failed container vault-agent-init in pod ${keyOf(
        pod,
      )}`,
    });
  }

  private async end(uid: string, run: RunningPod): Promise<void> {
    this.running.delete(uid);
    // Vault may be away; the leases then end with their time to live.
    await run.agent?.stop().catch(() => undefined);
  }

  /** The second half of a graceful deletion: the object goes once its containers are gone. */
  private async letGo(pod: Pod): Promise<void> {
    const { namespace, name } = pod.metadata;
    await this.options.client.delete(
      resourceTypes.pods,
      { namespace, name },
      { gracePeriodSeconds: 0, preconditions: { uid: pod.metadata.uid } },
    );
    this.options.state.podObjects.forget(pod);
    this.options.wake();
  }
}

function isOver(pod: Pod): boolean {
  return ['Succeeded', 'Failed'].includes(pod.status?.phase ?? '');
}

function commandOf(pod: Pod): string {
  return pod.spec.containers
    .filter(({ name }) => name !== 'vault-agent')
    .flatMap(({ command, args }) => [...(command ?? []), ...(args ?? [])])
    .join(' ');
}

/** A sidecar nobody tells to quit keeps a Job from completing. */
function keepsRunning(pod: Pod): boolean {
  const sidecar = pod.spec.containers.some(c => c.name === 'vault-agent');
  return sidecar && !commandOf(pod).includes('agent/v1/quit');
}
