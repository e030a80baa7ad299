import type { VaultService } from 'backstage-plugin-service-secrets-node';

import { inMemoryFleetStore } from '../../testSupport/InMemoryFleetStore';
import { World } from '../../testSupport/World';
import { InventoryRecord } from '../records';
import { InventoryKeeper } from './InventoryKeeper';
import { shareReads } from './shareReads';

const HOUR = 3_600_000;

class Setup {
  readonly world = new World();
  readonly store = inMemoryFleetStore();
  now = this.world.now.getTime();

  async run({
    inventoryReads = 100,
    vault = this.world.vaultService,
    signal = new AbortController().signal,
  }: {
    inventoryReads?: number;
    vault?: VaultService;
    signal?: AbortSignal;
  } = {}): Promise<void> {
    const keeper = new InventoryKeeper({
      store: this.store,
      vault,
      clock: () => new Date(this.now),
      inventoryMs: HOUR,
      inventoryReads,
      concurrency: 2,
    });
    await keeper.run([], signal);
  }

  async kept(kind: InventoryRecord['kind']): Promise<InventoryRecord[]> {
    const all = await this.store.history.inventory();
    return all.filter(record => record.kind === kind);
  }

  async names(kind: InventoryRecord['kind']): Promise<string[]> {
    return (await this.kept(kind)).map(({ name }) => name);
  }

  /** How many of all that is listed was read. */
  async readCount(): Promise<number> {
    const all = await this.store.history.inventory();
    return all.filter(({ readAt }) => readAt !== undefined).length;
  }

  get databaseRoles() {
    return this.world.vault.state.databaseRoles;
  }
}

describe('InventoryKeeper', () => {
  it('reads no database role that the services of the run read, and says when they did', async () => {
    const setup = new Setup();
    const vault = shareReads(setup.world.vaultService, {
      maxAgeMs: 60_000,
      rolesMs: HOUR,
      clock: () => new Date(setup.now),
    });
    const reader = vault.instance('vault')?.reader;
    const [key] = Object.keys(setup.databaseRoles);
    const [mount, name] = key.split('/');
    const readAt = setup.now;
    await reader?.databaseRole({ mount, name });
    setup.now += 10 * 60_000;
    await setup.run({ vault });

    expect(setup.world.vault.calls.count('databaseRole')).toBe(1);
    expect(await setup.kept('database-role')).toMatchObject([
      { name, listedAt: setup.now, readAt },
    ]);
  });

  it('keeps what each kind says in names and words, without a statement or an address', async () => {
    const setup = new Setup();
    await setup.run();

    expect(await setup.kept('database-role')).toEqual([
      {
        instance: 'vault',
        kind: 'database-role',
        mount: 'database',
        name: 'grade-api-role',
        listedAt: setup.now,
        readAt: setup.now,
        data: { connection: 'postgres', grants: expect.any(String) },
      },
    ]);
    const [staticRole] = await setup.kept('static-role');
    expect(staticRole.data).toMatchObject({ connection: 'postgres' });
    const [authRole] = await setup.kept('auth-role');
    expect(authRole.data).toMatchObject({
      serviceAccounts: ['grade-api'],
      namespaces: ['grade-api'],
      policies: ['grade-api'],
    });
    expect(await setup.names('policy')).toContain('grade-api');
    const text = JSON.stringify(await setup.store.history.inventory());
    const { creationStatements } =
      setup.databaseRoles['database/grade-api-role'];
    expect(creationStatements.length).toBeGreaterThan(0);
    for (const statement of creationStatements) {
      expect(text).not.toContain(JSON.stringify(statement).slice(1, -1));
    }
    expect(text).not.toMatch(/postgresql:\/\/|\{\{password\}\}/);
  });

  it('forgets what Vault no longer lists, and keeps what was known when a read fails', async () => {
    const setup = new Setup();
    const role = setup.databaseRoles['database/grade-api-role'];
    setup.databaseRoles['database/gone'] = role;
    await setup.run();
    expect(await setup.names('database-role')).toEqual([
      'gone',
      'grade-api-role',
    ]);
    const readAt = setup.now;

    delete setup.databaseRoles['database/gone'];
    setup.now += HOUR;
    setup.world.vault.fail('databaseRole', 'denied');
    await setup.run();

    expect(await setup.kept('database-role')).toEqual([
      expect.objectContaining({
        name: 'grade-api-role',
        listedAt: setup.now,
        readAt,
        data: expect.objectContaining({ connection: 'postgres' }),
      }),
    ]);

    setup.world.vault.calls.recover();
    await setup.run();
    expect(await setup.kept('database-role')).toEqual([
      expect.objectContaining({ readAt: setup.now }),
    ]);
  });

  it('notes a list it may not read as a gap, keeps what it had, and drops the gap when it may again', async () => {
    const setup = new Setup();
    await setup.run();
    setup.world.vault.fail('names', 'denied');
    await setup.run();

    const gaps = await setup.kept('gap');
    expect(gaps.map(({ name }) => name).sort()).toEqual([
      'auth-role',
      'connection',
      'database-role',
      'static-role',
    ]);
    expect(gaps[0].data).toEqual({ reason: expect.stringMatching(/\w+/) });
    expect(await setup.names('database-role')).toEqual(['grade-api-role']);

    setup.world.vault.calls.recover();
    await setup.run();
    expect(await setup.kept('gap')).toEqual([]);
  });

  it('reads no more in a run than it may, connections and logins first, and the rest in the next runs', async () => {
    const setup = new Setup();
    const role = setup.databaseRoles['database/grade-api-role'];
    for (const name of ['a', 'b', 'c']) {
      setup.databaseRoles[`database/${name}`] = role;
    }
    await setup.run({ inventoryReads: 2 });
    expect(await setup.readCount()).toBe(2);
    const [connection] = await setup.kept('connection');
    expect(connection.readAt).toBe(setup.now);
    expect(await setup.kept('database-role')).toHaveLength(4);

    const all = (await setup.store.history.inventory()).length;
    for (let read = 4; read <= all + 1; read += 2) {
      setup.now += 1;
      await setup.run({ inventoryReads: 2 });
      expect(await setup.readCount()).toBe(Math.min(read, all));
    }
  });

  it('asks again for what is old, and not before', async () => {
    const setup = new Setup();
    await setup.run();
    const { calls } = setup.world.vault;
    calls.reset();
    setup.now += HOUR - 1;
    await setup.run();
    expect(calls.count('names')).toBe(4);
    expect(calls.count('databaseRole')).toBe(0);

    setup.now += 1;
    await setup.run();
    expect(calls.count('databaseRole')).toBe(1);
    expect(await setup.readCount()).toBe(
      (await setup.store.history.inventory()).length,
    );
  });

  it('goes on with the other instances when one does not answer, and stops when it is told to', async () => {
    const setup = new Setup();
    const healthy = new World();
    setup.world.vault.fail('names', 'unreachable');
    const vault: VaultService = {
      names: () => ['vault', 'unconfigured', 'other'],
      instance: name => {
        if (name === 'unconfigured') return undefined;
        const world = name === 'other' ? healthy : setup.world;
        const instance = world.vaultService.instance('vault');
        return instance && { ...instance, name };
      },
    };
    await setup.run({ vault, signal: AbortSignal.abort() });
    expect(await setup.store.history.inventory()).toEqual([]);

    await setup.run({ vault });
    expect(await setup.kept('database-role')).toEqual([
      expect.objectContaining({ instance: 'other', name: 'grade-api-role' }),
    ]);
    const gaps = await setup.kept('gap');
    expect(new Set(gaps.map(({ instance }) => instance))).toEqual(
      new Set(['vault']),
    );
  });
});
