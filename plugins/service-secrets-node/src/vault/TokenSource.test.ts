import { FakeClock } from '../testSupport/FakeClock';
import { VaultError } from './errors';
import { Grant, TokenCalls, TokenSource } from './TokenSource';

const HOUR = 3600;

function aGrant(overrides: Partial<Grant> = {}): Grant {
  return {
    token: 't',
    ttlSeconds: HOUR,
    renewable: true,
    own: true,
    ...overrides,
  };
}

/** Calls that hand out t1, t2, … and count. */
class FakeCalls implements TokenCalls {
  logins = 0;
  renewals = 0;
  readonly revoked: string[] = [];
  readonly known = new Set<string>();
  grant: Partial<Grant> = {};
  renewed = { ttlSeconds: HOUR, renewable: true };
  failure?: Error;

  async login(): Promise<Grant> {
    this.logins += 1;
    const token = `t${this.logins}`;
    await Promise.resolve();
    if (this.failure) throw this.failure;
    this.known.add(token);
    return aGrant({ token, ...this.grant });
  }

  async renew() {
    this.renewals += 1;
    if (this.failure) throw this.failure;
    return this.renewed;
  }

  async revoke(token: string): Promise<void> {
    this.revoked.push(token);
  }

  async isKnown(token: string): Promise<boolean> {
    return this.known.has(token);
  }
}

function setUp() {
  const clock = new FakeClock();
  const calls = new FakeCalls();
  const source = new TokenSource(calls, { clock, random: () => 0.5 });
  return { clock, calls, source };
}

function unreachable() {
  return new VaultError({
    code: 'unreachable',
    operation: 'log in',
    target: 'main',
    retryable: true,
  });
}

describe('TokenSource', () => {
  it('logs in once when 200 callers come at the same moment', async () => {
    const { calls, source } = setUp();

    const tokens = await Promise.all(
      Array.from({ length: 200 }, () => source.token()),
    );

    expect(new Set(tokens)).toEqual(new Set(['t1']));
    expect(calls.logins).toBe(1);
  });

  it('spends at most 37 token operations on 24 hours of a token of 1 hour', async () => {
    const { clock, calls, source } = setUp();
    await source.token();

    for (let minute = 0; minute < 24 * 60; minute++) {
      await clock.advance(60_000);
      expect(await source.token()).toBe('t1');
    }

    expect(calls.renewals).toBeGreaterThanOrEqual(24);
    expect(calls.renewals + calls.logins).toBeLessThanOrEqual(37);
  });

  it('logs in anew when a renewal grants less than half, and revokes the old token', async () => {
    const { clock, calls, source } = setUp();
    await source.token();
    calls.renewed = { ttlSeconds: 600, renewable: true };

    await clock.advance(HOUR * 1000 * 0.75);

    expect(await source.token()).toBe('t2');
    expect(calls.revoked).toEqual(['t1']);
  });

  it('replaces a token that cannot be renewed before it ends', async () => {
    const { clock, calls, source } = setUp();
    calls.grant = { renewable: false };
    await source.token();

    await clock.advance(HOUR * 1000 * 0.75);

    expect(await source.token()).toBe('t2');
    expect(calls.renewals).toBe(0);
  });

  it('keeps the token while renewals fail and it is still alive', async () => {
    const { clock, calls, source } = setUp();
    await source.token();
    calls.failure = unreachable();

    await clock.advance(HOUR * 1000 * 0.9);
    expect(await source.token()).toBe('t1');
    expect(calls.renewals).toBeGreaterThan(1);

    calls.failure = undefined;
    await clock.advance(HOUR * 1000 * 0.09);
    expect(await source.token()).toBe('t1');
    expect(calls.logins).toBe(1);
  });

  it('logs in anew once when Vault has lost the token, however many were refused', async () => {
    const { calls, source } = setUp();
    const token = await source.token();
    calls.known.delete(token);

    const again = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const useful = await source.refused(token);
        return useful ? source.token() : undefined;
      }),
    );

    expect(new Set(again)).toEqual(new Set(['t2']));
    expect(calls.logins).toBe(2);
  });

  it('does not log in anew when the token is known: it is a missing right', async () => {
    const { calls, source } = setUp();
    const token = await source.token();

    expect(await source.refused(token)).toBe(false);
    expect(calls.logins).toBe(1);
  });

  it('asks for no login during the cool-down after one failed', async () => {
    const { clock, calls, source } = setUp();
    calls.failure = unreachable();

    for (let call = 0; call < 50; call++) {
      await expect(source.token()).rejects.toMatchObject({
        code: 'unreachable',
      });
    }
    expect(calls.logins).toBe(1);

    calls.failure = undefined;
    await clock.advance(500);
    expect(await source.token()).toBe('t2');
  });

  it('revokes its own token at the end, but never one it was given', async () => {
    const own = setUp();
    await own.source.token();
    await own.source.close();
    expect(own.calls.revoked).toEqual(['t1']);
    expect(own.clock.pending()).toBe(0);
    await expect(own.source.token()).rejects.toThrow('closed');

    const given = setUp();
    given.calls.grant = { own: false, ttlSeconds: 0 };
    await given.source.token();
    await given.source.close();
    expect(given.calls.revoked).toEqual([]);
  });
});
