import {
  ProvisionRequest,
  ServiceName,
} from 'backstage-plugin-service-secrets-common';
import {
  ActualObject,
  AllowedRole,
  DesiredObject,
  ManifestRef,
} from 'backstage-plugin-service-secrets-node';

/** A service in one environment: what a run is about. */
export interface ServiceKey {
  readonly entityRef: string;
  readonly environment: string;
}

/**
 * `open`: under way, or its process died. `failed`: stopped on an error; a
 * rerun finishes both. `undone` and `retired`: nothing of it is left but what was reported.
 */
export type RunState = 'open' | 'failed' | 'complete' | 'undone' | 'retired';

/** One apply, from its first write to what became of it. */
export interface LedgerRun extends ServiceKey {
  readonly id: string;
  readonly owner: string;
  /** Entity ref of the user who started it. */
  readonly startedBy: string;
  readonly digest: string;
  readonly state: RunState;
  readonly request: ProvisionRequest;
  readonly startedAt: Date;
}

/** What a run calls its service in Vault and in the cluster. */
export function nameOf({ request }: LedgerRun): ServiceName {
  const { namespace, name } = request;
  return { namespace, name };
}

/** What a step writes, and what was there before: names, fields of roles, texts of policies; never a secret. */
export type StepTarget =
  | {
      readonly type: 'object';
      readonly object: DesiredObject;
      /** Absent: it was not there. */
      readonly before?: ActualObject;
    }
  | { readonly type: 'allowed-role'; readonly role: AllowedRole }
  | {
      readonly type: 'manifest';
      readonly ref: ManifestRef;
      readonly existed: boolean;
    };

/** `planned` before the write, so that a process that dies leaves a trace of it. */
export type StepState = 'planned' | 'written' | 'undone';

/** One write of a run. */
export interface LedgerStep {
  /** Of what is written; once in a run. */
  readonly key: string;
  readonly state: StepState;
  readonly target: StepTarget;
}

/** Who holds a lock, and until when it counts. */
export interface Lock {
  readonly key: string;
  readonly holder: string;
  readonly until: Date;
}

/** What provisioning writes down. A row for every write, made before it. */
export interface LedgerStore {
  startRun(run: LedgerRun): Promise<void>;
  setRunState(id: string, state: RunState, at: Date): Promise<void>;
  run(id: string): Promise<LedgerRun | undefined>;
  /** The runs of a service, newest first. */
  runsOf(service: ServiceKey): Promise<readonly LedgerRun[]>;
  /** Adds a step at the end; a step of that key is planned again and keeps what it knows of the time before. */
  planStep(runId: string, step: Omit<LedgerStep, 'state'>): Promise<void>;
  setStepState(runId: string, key: string, state: StepState): Promise<void>;
  /** The steps of a run, in the order they were first planned. */
  steps(runId: string): Promise<readonly LedgerStep[]>;
  /** Takes a lock nobody holds, or extends one's own; false when another holds it at `now`. */
  acquire(lock: Lock, now: Date): Promise<boolean>;
  /** Extends a lock that its holder still has at `now`; false when it ended or another took it, and then nothing changes. */
  extend(lock: Lock, now: Date): Promise<boolean>;
  release(lock: Pick<Lock, 'key' | 'holder'>): Promise<void>;
}

/** Whether a run has something that could be taken back. */
export async function isStanding(
  ledger: Pick<LedgerStore, 'steps'>,
  { id, state }: LedgerRun,
): Promise<boolean> {
  if (state === 'undone' || state === 'retired') return false;
  const steps = await ledger.steps(id);
  return steps.some(step => step.state !== 'undone');
}

/** Keeps what is known of the time before the first write when a step is planned again. */
export function replanned(earlier: StepTarget, later: StepTarget): StepTarget {
  if (earlier.type === 'object' && later.type === 'object') {
    const { before } = earlier;
    return { type: 'object', object: later.object, ...(before && { before }) };
  }
  return earlier;
}
