import type { Knex } from 'knex';

import {
  LedgerRun,
  LedgerStep,
  LedgerStore,
  Lock,
  replanned,
  RunState,
  ServiceKey,
  StepState,
} from './LedgerStore';

interface RunRow {
  id: string;
  entity_ref: string;
  environment: string;
  owner: string;
  started_by: string;
  digest: string;
  state: RunState;
  request: string;
  /** PostgreSQL answers large numbers as text. */
  started_at: string | number;
  updated_at: string | number;
}

interface StepRow {
  run_id: string;
  key: string;
  position: number;
  state: StepState;
  target: string;
}

interface LockRow {
  key: string;
  holder: string;
  until: string | number;
}

function toRun(row: RunRow): LedgerRun {
  return {
    id: row.id,
    entityRef: row.entity_ref,
    environment: row.environment,
    owner: row.owner,
    startedBy: row.started_by,
    digest: row.digest,
    state: row.state,
    request: JSON.parse(row.request),
    startedAt: new Date(Number(row.started_at)),
  };
}

function toStep({ key, state, target }: StepRow): LedgerStep {
  return { key, state, target: JSON.parse(target) };
}

/** The ledger in the plugin's database: whichever replica looks sees every run. */
export class KnexLedger implements LedgerStore {
  constructor(private readonly open: () => Promise<Knex>) {}

  async startRun(run: LedgerRun): Promise<void> {
    await (
      await this.open()
    )<RunRow>('provision_runs').insert({
      id: run.id,
      entity_ref: run.entityRef,
      environment: run.environment,
      owner: run.owner,
      started_by: run.startedBy,
      digest: run.digest,
      state: run.state,
      request: JSON.stringify(run.request),
      started_at: run.startedAt.getTime(),
      updated_at: run.startedAt.getTime(),
    });
  }

  async setRunState(id: string, state: RunState, at: Date): Promise<void> {
    await (await this.open())<RunRow>('provision_runs')
      .where({ id })
      .update({ state, updated_at: at.getTime() });
  }

  async run(id: string): Promise<LedgerRun | undefined> {
    const row = await (await this.open())<RunRow>('provision_runs')
      .where({ id })
      .first();
    return row && toRun(row);
  }

  async runsOf({
    entityRef,
    environment,
  }: ServiceKey): Promise<readonly LedgerRun[]> {
    const rows = await (
      await this.open()
    )<RunRow>('provision_runs')
      .where({ entity_ref: entityRef, environment })
      .orderBy([
        { column: 'started_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ]);
    return rows.map(toRun);
  }

  async planStep(
    runId: string,
    { key, target }: Omit<LedgerStep, 'state'>,
  ): Promise<void> {
    const knex = await this.open();
    await knex.transaction(async transaction => {
      const steps = () => transaction<StepRow>('provision_steps');
      const known = await steps().where({ run_id: runId, key }).first();
      if (known) {
        const { target: earlier } = toStep(known);
        await steps()
          .where({ run_id: runId, key })
          .update({
            state: 'planned',
            target: JSON.stringify(replanned(earlier, target)),
          });
        return;
      }
      const [{ count }] = await transaction('provision_steps')
        .where({ run_id: runId })
        .count({ count: '*' });
      await steps().insert({
        run_id: runId,
        key,
        position: Number(count),
        state: 'planned',
        target: JSON.stringify(target),
      });
    });
  }

  async setStepState(
    runId: string,
    key: string,
    state: StepState,
  ): Promise<void> {
    await (await this.open())<StepRow>('provision_steps')
      .where({ run_id: runId, key })
      .update({ state });
  }

  async steps(runId: string): Promise<readonly LedgerStep[]> {
    const rows = await (await this.open())<StepRow>('provision_steps')
      .where({ run_id: runId })
      .orderBy('position');
    return rows.map(toStep);
  }

  async acquire({ key, holder, until }: Lock, now: Date): Promise<boolean> {
    const row = { key, holder, until: until.getTime() };
    // One statement: two replicas that ask at the same time cannot both be told yes.
    await (
      await this.open()
    )<LockRow>('provision_locks')
      .insert(row)
      .onConflict('key')
      .merge(['holder', 'until'])
      // eslint-disable-next-line @typescript-eslint/no-misused-promises -- a query builder is thenable; knex awaits none of its groups
      .where(condition =>
        condition
          .where('provision_locks.holder', holder)
          .orWhere('provision_locks.until', '<=', now.getTime()),
      );
    const held = await (await this.open())<LockRow>('provision_locks')
      .where({ key })
      .first();
    return held?.holder === holder;
  }

  async extend({ key, holder, until }: Lock, now: Date): Promise<boolean> {
    const extended = await (await this.open())<LockRow>('provision_locks')
      .where({ key, holder })
      .where('until', '>', now.getTime())
      .update({ until: until.getTime() });
    return extended === 1;
  }

  async release({ key, holder }: Pick<Lock, 'key' | 'holder'>): Promise<void> {
    await (await this.open())<LockRow>('provision_locks')
      .where({ key, holder })
      .delete();
  }
}
