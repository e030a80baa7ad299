/* eslint-disable jest/no-export -- a suite that other tests run */
import {
  LedgerRun,
  LedgerStore,
  StepTarget,
} from '../provision/ledger/LedgerStore';

/** A run of `grade-api`, with other values. */
export function aRun(overrides: Partial<LedgerRun> = {}): LedgerRun {
  return {
    id: '11111111-1111-4111-8111-111111111111',
    entityRef: 'component:default/grade-api',
    environment: 'production',
    owner: 'group:default/grades',
    startedBy: 'user:default/guest',
    digest: 'a'.repeat(64),
    state: 'open',
    request: {
      entityRef: 'component:default/grade-api',
      owner: 'group:default/grades',
      environment: 'production',
      namespace: 'demo-grades',
      name: 'grade-api',
      delivery: 'agent-injector',
      kv: true,
    },
    startedAt: new Date('2026-11-22T00:00:00Z'),
    ...overrides,
  };
}

const policy = (text: string, before?: string): StepTarget => ({
  type: 'object',
  object: { kind: 'policy', name: 'svc-x', anchor: 'svc-x', text },
  ...(before !== undefined && { before: { kind: 'policy', text: before } }),
});

/** What every ledger does; runs against the fake and against a real database. */
export function describeLedger(open: () => Promise<LedgerStore>): void {
  describe('runs', () => {
    it('answers a run as it was started, and none that was not', async () => {
      const ledger = await open();
      await ledger.startRun(aRun());

      expect(await ledger.run(aRun().id)).toEqual(aRun());
      expect(await ledger.run('unknown')).toBeUndefined();
    });

    it('keeps the newest state of a run', async () => {
      const ledger = await open();
      await ledger.startRun(aRun());
      await ledger.setRunState(aRun().id, 'failed', new Date());

      expect((await ledger.run(aRun().id))?.state).toBe('failed');
    });

    it('lists the runs of one service in one environment, newest first', async () => {
      const ledger = await open();
      const at = (day: string) => new Date(`2026-11-${day}T00:00:00Z`);
      await ledger.startRun(aRun({ id: 'old', startedAt: at('20') }));
      await ledger.startRun(aRun({ id: 'new', startedAt: at('22') }));
      await ledger.startRun(aRun({ id: 'staging', environment: 'staging' }));
      await ledger.startRun(
        aRun({ id: 'other', entityRef: 'component:default/other' }),
      );

      const runs = await ledger.runsOf(aRun());
      expect(runs.map(({ id }) => id)).toEqual(['new', 'old']);
    });
  });

  describe('steps', () => {
    it('keeps the order in which steps were first planned', async () => {
      const ledger = await open();
      await ledger.startRun(aRun());
      for (const key of ['b', 'a', 'c', 'b']) {
        await ledger.planStep(aRun().id, { key, target: policy(key) });
      }

      const steps = await ledger.steps(aRun().id);
      expect(steps.map(({ key }) => key)).toEqual(['b', 'a', 'c']);
    });

    it('marks one step and leaves the others', async () => {
      const ledger = await open();
      await ledger.startRun(aRun());
      await ledger.planStep(aRun().id, { key: 'a', target: policy('a') });
      await ledger.planStep(aRun().id, { key: 'b', target: policy('b') });
      await ledger.setStepState(aRun().id, 'a', 'written');

      const steps = await ledger.steps(aRun().id);
      expect(steps.map(({ state }) => state)).toEqual(['written', 'planned']);
    });

    it('keeps what was there before the first write when a step is planned again', async () => {
      const ledger = await open();
      await ledger.startRun(aRun());
      const plan = (target: StepTarget) =>
        ledger.planStep(aRun().id, { key: 'a', target });
      await plan(policy('first', 'before'));
      await ledger.setStepState(aRun().id, 'a', 'written');
      await plan(policy('second', 'first'));

      expect(await ledger.steps(aRun().id)).toEqual([
        { key: 'a', state: 'planned', target: policy('second', 'before') },
      ]);
    });

    it('keeps that nothing was there when a step is planned again', async () => {
      const ledger = await open();
      await ledger.startRun(aRun());
      await ledger.planStep(aRun().id, { key: 'a', target: policy('first') });
      await ledger.planStep(aRun().id, {
        key: 'a',
        target: policy('second', 'first'),
      });

      const [{ target }] = await ledger.steps(aRun().id);
      expect(target).toEqual(policy('second'));
    });
  });

  describe('locks', () => {
    const now = new Date('2026-11-22T00:00:00Z');
    const until = new Date('2026-11-22T00:01:00Z');
    const lock = (holder: string) => ({ key: 'service', holder, until });

    it('are held by one at a time, and extended by their holder', async () => {
      const ledger = await open();

      expect(await ledger.acquire(lock('a'), now)).toBe(true);
      expect(await ledger.acquire(lock('b'), now)).toBe(false);
      expect(await ledger.acquire(lock('a'), now)).toBe(true);
      expect(await ledger.acquire({ ...lock('b'), key: 'x' }, now)).toBe(true);
    });

    it('are extended for as long as they are held, and no longer', async () => {
      const ledger = await open();
      const later = new Date('2026-11-22T00:02:00Z');
      const longer = { ...lock('a'), until: later };
      expect(await ledger.extend(lock('a'), now)).toBe(false);
      await ledger.acquire(lock('a'), now);

      expect(await ledger.extend({ ...longer, holder: 'b' }, now)).toBe(false);
      expect(await ledger.extend(longer, now)).toBe(true);
      expect(await ledger.acquire(lock('b'), until)).toBe(false);
      expect(await ledger.extend(longer, later)).toBe(false);
      expect(await ledger.acquire(lock('b'), later)).toBe(true);
    });

    it('are not taken back from another who took them after they ended', async () => {
      const ledger = await open();
      await ledger.acquire(lock('a'), now);
      const later = new Date('2026-11-22T00:02:00Z');
      await ledger.acquire({ ...lock('b'), until: later }, until);

      expect(await ledger.extend({ ...lock('a'), until: later }, until)).toBe(
        false,
      );
      await ledger.release({ key: 'service', holder: 'b' });
      expect(await ledger.extend({ ...lock('a'), until: later }, until)).toBe(
        false,
      );
    });

    it('are free once released by their holder and by nobody else', async () => {
      const ledger = await open();
      await ledger.acquire(lock('a'), now);
      await ledger.release({ key: 'service', holder: 'b' });
      expect(await ledger.acquire(lock('b'), now)).toBe(false);

      await ledger.release({ key: 'service', holder: 'a' });
      expect(await ledger.acquire(lock('b'), now)).toBe(true);
    });

    it('end by themselves, so that a dead process blocks nobody for long', async () => {
      const ledger = await open();
      await ledger.acquire(lock('a'), now);

      expect(await ledger.acquire(lock('b'), until)).toBe(true);
    });

    it('go to exactly one of many that ask at once', async () => {
      const ledger = await open();
      const holders = Array.from({ length: 10 }, (_, index) => `h${index}`);

      const answers = await Promise.all(
        holders.map(holder => ledger.acquire(lock(holder), now)),
      );

      expect(answers.filter(Boolean)).toHaveLength(1);
    });
  });
}
