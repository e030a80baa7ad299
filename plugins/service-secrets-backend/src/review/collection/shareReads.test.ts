import { World } from '../../testSupport/World';
import { shareReads } from './shareReads';

const MINUTE = 60_000;
const role = { mount: 'database', name: 'grade-api-role' };
const postgres = { mount: 'database', name: 'postgres' };

class Setup {
  readonly world = new World();
  now = this.world.now.getTime();
  readonly vault = shareReads(this.world.vaultService, {
    maxAgeMs: MINUTE,
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
    expect(await setup.reader().databaseRole(role)).toBeDefined();
    expect(await setup.reader().databaseRole(role)).toBeDefined();
    expect(setup.calls.count('databaseRole')).toBe(2);
  });

  it('knows the instances the service knows', () => {
    const { vault } = new Setup();
    expect(vault.names()).toEqual(['vault']);
    expect(vault.instance('other')).toBeUndefined();
    expect(vault.instance('vault')).toBe(vault.instance('vault'));
  });
});
