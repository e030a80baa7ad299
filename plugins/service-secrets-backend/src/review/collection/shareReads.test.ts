import { readServiceBinding } from 'backstage-plugin-service-secrets-common';

import { anEntity, World } from '../../testSupport/World';
import { shareReads } from './shareReads';

const MINUTE = 60_000;
const role = { mount: 'database', name: 'grade-api-role' };
const postgres = { mount: 'database', name: 'postgres' };

class Setup {
  readonly world = new World();
  now = this.world.now.getTime();
  readonly vault = shareReads(this.world.vaultService, {
    maxAgeMs: MINUTE,
    rolesMs: 60 * MINUTE,
    clock: () => new Date(this.now),
  });

  reader() {
    const instance = this.vault.instance('vault');
    if (!instance) throw new Error('the world has no such Vault');
    return instance.reader;
  }

  get calls() {
    return this.world.vault.calls;
  }
}

describe('shareReads', () => {
  it('asks once for what many ask at the same time, and again when the answer is old', async () => {
    const setup = new Setup();
    const ask = () => setup.reader().connection(postgres);
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers[2]?.allowedRoles).toContain('grade-api-role');
    expect(setup.calls.count('connection')).toBe(1);

    setup.now += MINUTE - 1;
    await ask();
    expect(setup.calls.count('connection')).toBe(1);

    setup.now += 1;
    await ask();
    expect(setup.calls.count('connection')).toBe(2);
  });

  it('asks for each name by itself, and keeps that something is not there', async () => {
    const setup = new Setup();
    const reader = setup.reader();
    expect(await reader.policy('grade-api')).toBeDefined();
    expect(await reader.policy('missing')).toBeUndefined();
    expect(await reader.policy('missing')).toBeUndefined();
    expect(setup.calls.count('policy')).toBe(2);

    await reader.mountLimits('database');
    await reader.mountLimits('pki_int');
    await reader.mountLimits('database');
    expect(setup.calls.count('mountLimits')).toBe(2);
    await reader.pkiRole({ mount: 'pki_int', name: 'grade-api-tls' });
    await reader.pkiIssuer({ mount: 'pki_int', name: 'default' });
    await reader.irrevocableLeases();
    await reader.irrevocableLeases();
    expect(setup.calls.count('irrevocableLeases')).toBe(1);
  });

  it('keeps no failure: whoever asks next is answered', async () => {
    const setup = new Setup();
    setup.world.vault.fail('connection', 'unreachable');
    const failed = Promise.all([
      setup.reader().connection(postgres),
      setup.reader().connection(postgres),
    ]);
    await expect(failed).rejects.toMatchObject({ code: 'unreachable' });

    setup.calls.recover();
    expect(await setup.reader().connection(postgres)).toBeDefined();
  });

  it('asks each time for what belongs to one service, by the real reader', async () => {
    const setup = new Setup();
    const login = { mount: 'kubernetes', name: 'grade-api' };
    expect(await setup.reader().authRole(login)).toBeDefined();
    expect(await setup.reader().authRole(login)).toBeDefined();
    expect(setup.calls.count('authRole')).toBe(2);
  });

  it('knows the instances the service knows', () => {
    const { vault } = new Setup();
    expect(vault.names()).toEqual(['vault']);
    expect(vault.instance('other')).toBeUndefined();
    expect(vault.instance('vault')).toBe(vault.instance('vault'));
  });
});

describe('database roles in shareReads', () => {
  const read = async (setup: Setup) =>
    (await setup.reader().databaseRole(role))?.connection;

  it('are read once while Vault lists them, and again within the age', async () => {
    const setup = new Setup();
    const readAt = setup.now;
    await read(setup);
    setup.now += 29 * MINUTE;
    expect(await read(setup)).toBe('postgres');
    expect(setup.calls.count('databaseRole')).toBe(1);
    expect(setup.vault.roleReadAt('vault', role)).toBe(readAt);

    setup.now = readAt + 60 * MINUTE;
    await read(setup);
    expect(setup.calls.count('databaseRole')).toBe(2);
    expect(setup.vault.roleReadAt('vault', role)).toBe(setup.now);
  });

  it('are read at the same time once for all who ask', async () => {
    const setup = new Setup();
    await Promise.all([read(setup), read(setup)]);

    expect(setup.calls.count('databaseRole')).toBe(1);
  });

  it('are gone a minute after Vault lists them no more', async () => {
    const setup = new Setup();
    await read(setup);
    setup.now += MINUTE;
    setup.world.vault.state.databaseRoles = {};

    expect(await read(setup)).toBeUndefined();
    expect(setup.vault.roleReadAt('vault', role)).toBeUndefined();
  });

  it.each(['unreachable', 'denied'] as const)(
    'are read each time while the list is %s, so that nothing of before hides why',
    async code => {
      const setup = new Setup();
      await read(setup);
      setup.world.vault.fail('names', code);
      await read(setup);
      expect(setup.calls.count('databaseRole')).toBe(2);

      setup.world.vault.fail('databaseRole', code);
      await expect(read(setup)).rejects.toMatchObject({ code });
      // The list itself is not asked for each of them.
      expect(setup.calls.count('names')).toBe(1);
    },
  );

  it('are read anew after somebody asked, and those of a service that is to be read anew', async () => {
    const setup = new Setup();
    await read(setup);
    setup.vault.begin(setup.now);
    await read(setup);
    expect(setup.calls.count('databaseRole')).toBe(1);

    setup.now += 1;
    setup.vault.begin(setup.now);
    await read(setup);
    expect(setup.calls.count('databaseRole')).toBe(2);

    const binding = readServiceBinding(anEntity());
    if (binding.kind !== 'bound') throw new Error('the entity claims nothing');
    setup.vault.forget(binding.binding);
    await read(setup);
    expect(setup.calls.count('databaseRole')).toBe(3);
  });
});
