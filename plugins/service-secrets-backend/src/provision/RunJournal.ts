import {
  ApplyJournal,
  Change,
  isObjectChange,
} from 'backstage-plugin-service-secrets-node';

import { connectionPath, objectPath } from './describeChange';
import { Hold } from './Guard';
import { LedgerStep, LedgerStore } from './ledger/LedgerStore';

function stepOf(change: Change): Omit<LedgerStep, 'state'> {
  const { object } = change;
  if (isObjectChange(change)) {
    return {
      key: `${change.object.kind} ${objectPath(change.object)}`,
      target: {
        type: 'object',
        object: change.object,
        ...(change.actual && { before: change.actual }),
      },
    };
  }
  if (object.kind !== 'allowed-role') throw new Error('not a change of roles');
  const { mount, connection, role } = object;
  return {
    key: `allowed-role ${connectionPath(object)} ${role}`,
    target: { type: 'allowed-role', role: { mount, connection, role } },
  };
}

/** Where a run writes down what it does. */
export interface RunJournalOptions {
  readonly ledger: LedgerStore;
  readonly hold: Hold;
  /** An earlier run that is to be taken up; called when nothing speaks against the first write. */
  readonly find: () => Promise<string | undefined>;
  /** Starts a run; called before the first write, so that there is none without one. */
  readonly start: () => Promise<string>;
}

/** Tells the ledger of every write before it happens, and again after. */
export class RunJournal implements ApplyJournal {
  /** Absent until a run was taken up or started. */
  runId?: string;
  /** What was written, by path. */
  readonly written: string[] = [];
  /** Steps of earlier attempts. */
  private known = new Map<string, LedgerStep['state']>();

  constructor(private readonly options: RunJournalOptions) {}

  async opened(changes: readonly Change[]): Promise<void> {
    const { ledger, find } = this.options;
    this.runId = await find();
    if (!this.runId) return;
    const steps = await ledger.steps(this.runId);
    this.known = new Map(steps.map(({ key, state }) => [key, state]));
    // An answer that got lost: the earlier attempt did write it.
    for (const change of changes) {
      const { key } = stepOf(change);
      if (change.action === 'unchanged' && this.known.get(key) === 'planned') {
        await ledger.setStepState(this.runId, key, 'written');
      }
    }
  }

  async beforeWrite(change: Change): Promise<void> {
    await this.plan(stepOf(change));
  }

  async afterWrite(change: Change): Promise<void> {
    const { object } = change;
    await this.done(
      stepOf(change).key,
      object.kind === 'allowed-role'
        ? connectionPath(object)
        : objectPath(object),
    );
  }

  /** Writes down a step that is about to happen, while the service is still ours to change. */
  async plan(step: Omit<LedgerStep, 'state'>): Promise<void> {
    const { hold, ledger, start } = this.options;
    await hold.extend();
    this.runId ??= await start();
    await ledger.planStep(this.runId, step);
  }

  /** Writes down that a step happened. */
  async done(key: string, what: string): Promise<void> {
    this.written.push(what);
    await this.options.ledger.setStepState(this.opening(), key, 'written');
  }

  /** Writes down that a step changed nothing: only an earlier attempt of the run can have left something to take back. */
  async skipped(key: string): Promise<void> {
    const earlier = this.known.get(key) ?? 'undone';
    const state = earlier === 'undone' ? 'undone' : 'written';
    await this.options.ledger.setStepState(this.opening(), key, state);
  }

  private opening(): string {
    if (this.runId) return this.runId;
    throw new Error('a write was planned before its run was opened');
  }
}
