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
  /** Starts the run, or takes up an earlier one; called when nothing speaks against the first write. */
  readonly open: () => Promise<string>;
}

/** Tells the ledger of every write before it happens, and again after. */
export class RunJournal implements ApplyJournal {
  /** Absent until a run was opened. */
  runId?: string;
  /** What was written, by path. */
  readonly written: string[] = [];

  constructor(private readonly options: RunJournalOptions) {}

  async opened(changes: readonly Change[]): Promise<void> {
    const { ledger, open } = this.options;
    this.runId = await open();
    const steps = await ledger.steps(this.runId);
    const planned = new Set(
      steps.flatMap(({ key, state }) => (state === 'planned' ? [key] : [])),
    );
    // An answer that got lost: the earlier attempt did write it.
    for (const change of changes) {
      const { key } = stepOf(change);
      if (change.action === 'unchanged' && planned.has(key)) {
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
    await this.options.hold.extend();
    await this.options.ledger.planStep(this.opening(), step);
  }

  /** Writes down that a step happened. */
  async done(key: string, what: string): Promise<void> {
    this.written.push(what);
    await this.options.ledger.setStepState(this.opening(), key, 'written');
  }

  private opening(): string {
    if (this.runId) return this.runId;
    throw new Error('a write was planned before its run was opened');
  }
}
