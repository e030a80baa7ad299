import {
  LedgerRun,
  LedgerStep,
  LedgerStore,
  Lock,
  replanned,
  RunState,
  ServiceKey,
  StepState,
} from '../provision/ledger/LedgerStore';

/** The ledger in memory. While `isDead`, every call fails, as those of a process that was killed would not happen. */
export class InMemoryLedger implements LedgerStore {
  isDead = false;
  private readonly runs = new Map<string, LedgerRun>();
  private readonly stepsOf = new Map<string, LedgerStep[]>();
  private readonly locks = new Map<string, Lock>();

  async startRun(run: LedgerRun): Promise<void> {
    this.checkAlive();
    if (this.runs.has(run.id)) throw new Error(`run ${run.id} exists`);
    this.runs.set(run.id, structuredClone(run));
  }

  async setRunState(id: string, state: RunState): Promise<void> {
    this.checkAlive();
    const run = this.runs.get(id);
    if (run) this.runs.set(id, { ...run, state });
  }

  async run(id: string): Promise<LedgerRun | undefined> {
    this.checkAlive();
    return this.runs.get(id);
  }

  async runsOf(service: ServiceKey): Promise<readonly LedgerRun[]> {
    this.checkAlive();
    return [...this.runs.values()]
      .filter(
        ({ entityRef, environment }) =>
          entityRef === service.entityRef &&
          environment === service.environment,
      )
      .sort(
        (a, b) =>
          b.startedAt.getTime() - a.startedAt.getTime() ||
          (b.id < a.id ? -1 : 1),
      );
  }

  async planStep(
    runId: string,
    { key, target }: Omit<LedgerStep, 'state'>,
  ): Promise<void> {
    this.checkAlive();
    const steps = this.stepsOf.get(runId) ?? [];
    const index = steps.findIndex(step => step.key === key);
    const step: LedgerStep = structuredClone({
      key,
      state: 'planned',
      target: index < 0 ? target : replanned(steps[index].target, target),
    });
    if (index < 0) steps.push(step);
    else steps[index] = step;
    this.stepsOf.set(runId, steps);
  }

  async setStepState(
    runId: string,
    key: string,
    state: StepState,
  ): Promise<void> {
    this.checkAlive();
    const steps = this.stepsOf.get(runId) ?? [];
    this.stepsOf.set(
      runId,
      steps.map(step => (step.key === key ? { ...step, state } : step)),
    );
  }

  async steps(runId: string): Promise<readonly LedgerStep[]> {
    this.checkAlive();
    return structuredClone(this.stepsOf.get(runId) ?? []);
  }

  async acquire(lock: Lock, now: Date): Promise<boolean> {
    this.checkAlive();
    const held = this.locks.get(lock.key);
    if (held && held.holder !== lock.holder && held.until > now) return false;
    this.locks.set(lock.key, lock);
    return true;
  }

  async extend(lock: Lock, now: Date): Promise<boolean> {
    this.checkAlive();
    const held = this.locks.get(lock.key);
    if (held?.holder !== lock.holder || held.until <= now) return false;
    this.locks.set(lock.key, lock);
    return true;
  }

  async release({ key, holder }: Pick<Lock, 'key' | 'holder'>): Promise<void> {
    this.checkAlive();
    if (this.locks.get(key)?.holder === holder) this.locks.delete(key);
  }

  private checkAlive(): void {
    if (this.isDead) throw new Error('the process was killed');
  }
}
