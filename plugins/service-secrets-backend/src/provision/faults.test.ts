import {
  aProvisionRequest,
  KilledError,
} from 'backstage-plugin-service-secrets-node/testUtils';

import { ProvisionWorld } from '../__testUtils__/ProvisionWorld';

type Phase = 'before' | 'after';

/** What a call can come to. `after`: it took effect and the answer got lost. */
const faults = [
  ['connection refused', 'unreachable', 'before'],
  ['connection lost after the effect', 'unreachable', 'after'],
  ['timeout before the effect', 'timeout', 'before'],
  ['timeout after the effect', 'timeout', 'after'],
  ['403', 'denied', 'before'],
  ['429', 'rate-limited', 'before'],
  ['sealed', 'sealed', 'before'],
  ['no such path', 'not-found', 'before'],
  ['500 or an answer nobody understands', 'bad-answer', 'before'],
  ['an answer nobody understands after the effect', 'bad-answer', 'after'],
] as const;

/** Made by the run, and never removed. */
const NAMESPACE = 'Namespace grade-api';

const service = {
  entityRef: 'component:default/grade-api',
  environment: 'production',
};

/** Calls of one apply to each system, without the one that gives the token back. */
async function countCalls() {
  const world = new ProvisionWorld();
  await world.apply();
  return {
    vault: world.vault.calls.count() - world.vault.calls.count('close'),
    cluster: world.cluster.calls.count(),
  };
}

interface Case {
  readonly system: 'vault' | 'cluster';
  readonly number: number;
  readonly phase: Phase;
}

async function everyCall(
  phases: readonly Phase[],
  judge: (spot: Case) => Promise<void>,
): Promise<number> {
  const calls = await countCalls();
  let cases = 0;
  for (const system of ['vault', 'cluster'] as const) {
    for (let number = 1; number <= calls[system]; number += 1) {
      for (const phase of phases) {
        await judge({ system, number, phase });
        cases += 1;
      }
    }
  }
  return cases;
}

/** All that is left is known: in the ledger, with a step for each object. */
async function expectNothingUnknown(world: ProvisionWorld): Promise<void> {
  if (world.remains.length === 0) return;
  const [run] = await world.ledger.runsOf(service);
  const steps = await world.ledger.steps(run.id);
  expect(steps.length).toBeGreaterThanOrEqual(world.remains.length);
}

async function expectRerunCompletes(world: ProvisionWorld): Promise<string> {
  const { runId } = await world.apply();
  const { writes } = await world.apply();
  expect(writes).toBe(0);
  return runId;
}

async function expectUndoEmpties(world: ProvisionWorld): Promise<void> {
  const [run] = await world.ledger.runsOf(service);
  if (run) {
    const { leftOvers } = await world.undo(run.id);
    expect(leftOvers.filter(({ what }) => what !== NAMESPACE)).toEqual([]);
  }
  expect(world.remains).toEqual([]);
}

const tally: string[] = [];

// eslint-disable-next-line no-console -- the numbers are what the test is run for
afterAll(() => console.info(tally.join('\n')));

describe('apply, when a call fails', () => {
  it.each(faults)(
    'ends complete, empty or resumable after every call: %s',
    async (name, code, phase) => {
      const cases = await everyCall([phase], async ({ system, number }) => {
        for (const ending of ['rerun', 'undo'] as const) {
          const world = new ProvisionWorld();
          world[system].calls.failNext(number, code, phase);

          const failure = await world.apply().catch(error => error);
          world[system].calls.recover();

          expect(failure).toBeInstanceOf(Error);
          await expectNothingUnknown(world);
          if (ending === 'rerun') await expectRerunCompletes(world);
          await expectUndoEmpties(world);
        }
      });
      tally.push(
        `${name}: ${cases} calls failed; every rerun completed, every undo left nothing`,
      );
      expect(cases).toBeGreaterThan(20);
    },
    60_000,
  );

  it('says the run, what was written, and the two ways on', async () => {
    const world = new ProvisionWorld();
    world.vault.fail('write', 'sealed');
    world.vault.calls.recover();
    world.vault.failAtWrite = 2;

    await expect(world.apply()).rejects.toThrow(
      /^Run [0-9a-f-]{36} stopped: .*Written so far: sys\/policies\/acl\/svc-grade-api\. The same request again finishes it; undo with this run takes it back\.$/,
    );
  });
});

describe('apply, when the process is killed', () => {
  it('ends complete, empty or resumable before and after every call', async () => {
    const cases = await everyCall(
      ['before', 'after'],
      async ({ system, number, phase }) => {
        for (const ending of ['rerun', 'undo'] as const) {
          const world = new ProvisionWorld();
          let seen = 0;
          const kill = (method: string, ref: string, at: Phase) => {
            if (at !== phase) return;
            seen += 1;
            if (seen !== number) return;
            world.ledger.isDead = true;
            throw new KilledError({ method, ref, phase: at, number });
          };
          if (system === 'vault') world.vault.calls.onCall = kill;
          else world.cluster.calls.onCall = kill;

          await expect(world.apply()).rejects.toThrow();
          world.revive();

          await expectNothingUnknown(world);
          if (ending === 'rerun') await expectRerunCompletes(world);
          await expectUndoEmpties(world);
        }
      },
    );
    tally.push(
      `killed: ${cases} moments; every rerun completed, every undo left nothing`,
    );
    expect(cases).toBeGreaterThan(40);
  }, 60_000);
});

describe('two runs at once', () => {
  it('converge: one writes, the other finds it done', async () => {
    const world = new ProvisionWorld();

    const results = await Promise.all([world.apply(), world.apply()]);

    expect(results.map(({ writes }) => writes).sort()[0]).toBe(0);
    expect(new Set(results.map(({ runId }) => runId)).size).toBe(1);
  });

  it('of different services both stay in the list of a connection they share', async () => {
    const world = new ProvisionWorld();
    const other = aProvisionRequest({
      entityRef: 'component:default/grade-ui',
      name: 'grade-ui',
      certificate: undefined,
    });

    await Promise.all([
      world.apply(aProvisionRequest(), {}),
      world.apply(other, {}),
    ]);

    const roles = world.vault.connections.get('database/grade-api-db');
    expect(roles).toEqual(
      expect.arrayContaining([
        'analytics-role',
        'svc-grade-api.read-write',
        'svc-grade-api.grade-ui.read-write',
      ]),
    );
  });
});
