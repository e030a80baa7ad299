import { EventRecorder } from '../client/EventRecorder';
import {
  KubernetesClient,
  type KubernetesTarget,
} from '../client/KubernetesClient';
import { Loop } from '../client/Loop';
import { VaultClient } from '../client/VaultClient';
import { ClusterState } from './ClusterState';
import { Kubelet } from './Kubelet';
import { agentTiming, type AgentTiming } from './PodAgent';
import { WorkloadController } from './WorkloadController';

/** Where the two servers are. */
export interface InjectorOptions {
  readonly kubernetes: KubernetesTarget;
  readonly vault: { readonly address: string; readonly ca?: string };
  /** Shorter waits for tests and the fault seed. */
  readonly timing?: AgentTiming;
  readonly onError?: (error: unknown) => void;
}

/** The running injector and kubelet. */
export interface Injector {
  /** What an agent rendered into a pod's memory, by absolute path. */
  files(namespace: string, pod: string): ReadonlyMap<string, string>;
  stop(): Promise<void>;
}

/** Makes pods from workloads and runs Vault agents in the annotated ones, through the two HTTP APIs only. */
export async function startInjector(
  options: InjectorOptions,
): Promise<Injector> {
  const client = new KubernetesClient(options.kubernetes);
  const vault = new VaultClient(options.vault.address, options.vault.ca);
  const events = new EventRecorder(client, 'sandbox-kubelet');
  const loop = new Loop(options.onError ?? (() => undefined));
  const wake = () => loop.trigger();
  const state = new ClusterState(client, wake);
  const factory = { client, events, vaultAddress: options.vault.address };
  const workloads = new WorkloadController(state, factory);
  const timing = options.timing ?? agentTiming;
  const kubelet = new Kubelet({ client, events, state, vault, timing, wake });
  loop.begin(async () => {
    const waits = [await workloads.reconcile(), await kubelet.reconcile()];
    return waits.reduce(sooner, undefined);
  });
  await state.start();
  return {
    files: (namespace, pod) => kubelet.files(namespace, pod),
    async stop() {
      state.stop();
      await loop.stop();
      await kubelet.stop();
      client.close();
      vault.close();
    },
  };
}

function sooner(a: number | undefined, b: number | undefined) {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}
