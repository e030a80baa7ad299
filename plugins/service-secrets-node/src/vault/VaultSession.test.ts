import { FakeClock } from '../testSupport/FakeClock';
import { vaultPaths } from './paths';
import type { VaultAnswer } from './VaultAnswer';
import { VaultSession } from './VaultSession';

const login = {
  method: 'appRole',
  mount: 'approle',
  roleId: 'r',
  secretId: 's',
} as const;
const request = vaultPaths.policy('svc-a');

/** A Vault with one door; `whileAsked` runs when a request is there and not answered yet. */
function aVault() {
  const live = new Set<string>();
  const vault = { logins: 0, live, whileAsked: async () => {} };
  const send = async (
    { path }: { path: string },
    token = '',
  ): Promise<VaultAnswer> => {
    if (path.endsWith('/login')) {
      const made = `t${(vault.logins += 1)}`;
      live.add(made);
      const auth = {
        client_token: made,
        lease_duration: 3600,
        renewable: true,
      };
      return { status: 200, body: { auth } };
    }
    if (path.endsWith('/revoke-self')) {
      live.delete(token);
      return { status: 204, body: undefined };
    }
    if (path.endsWith('/lookup-self')) {
      return { status: live.has(token) ? 200 : 403, body: {} };
    }
    await vault.whileAsked();
    return { status: live.has(token) ? 200 : 403, body: {} };
  };
  const session = new VaultSession({
    ...{ target: 'main', login, send },
    clock: new FakeClock(),
    random: () => 0.5,
  });
  return { vault, session };
}

describe('a session that several runs share', () => {
  it('keeps its token while a request is on its way with it, however often other runs end', async () => {
    const { vault, session } = aVault();
    vault.whileAsked = () => session.release();

    expect(await session.call(request)).toMatchObject({ status: 200 });
    expect(vault.logins).toBe(1);
  });

  it('leaves no token behind when the last of them has ended', async () => {
    const { vault, session } = aVault();
    const run = async () => {
      await session.call(request);
      await session.call(request);
      await session.release();
    };

    await Promise.all(Array.from({ length: 20 }, run));

    expect([...vault.live]).toEqual([]);
  });

  it('logs in anew for a run that goes on after another has ended', async () => {
    const { vault, session } = aVault();
    await session.call(request);
    await session.release();
    expect([...vault.live]).toEqual([]);

    expect(await session.call(request)).toMatchObject({ status: 200 });
    expect(vault.logins).toBe(2);
  });
});
