import { FakeClock } from '../testSupport/FakeClock';
import { Lease, LeaseSource } from './Lease';
import { defaultLeaseRetry, LeaseStore } from './LeaseStore';

class RecordingSource implements LeaseSource {
  readonly accessor = 'fake_00000000';
  readonly revoked: string[] = [];
  attempts = 0;
  failing = false;

  async revoke(lease: Lease): Promise<void> {
    this.attempts += 1;
    if (this.failing) throw new Error('the database is away');
    this.revoked.push(lease.id);
  }
}

function setUp() {
  const clock = new FakeClock();
  const source = new RecordingSource();
  const store = new LeaseStore(clock, defaultLeaseRetry);
  const add = (id: string, seconds: number): Lease => {
    const expiresAt = clock.now() + seconds * 1000;
    const lease: Lease = {
      id,
      source,
      issuedAt: clock.now(),
      expiresAt,
      dueAt: expiresAt,
      renewable: true,
      backendTtl: seconds,
      backendMax: 0,
      internal: {},
      attempts: 0,
    };
    store.add(lease);
    return lease;
  };
  return { clock, source, store, add };
}

describe('LeaseStore', () => {
  it('revokes 1,000 leases that end in the same second with one timer', async () => {
    const { clock, source, store, add } = setUp();
    for (let n = 0; n < 1000; n += 1) add(`db/creds/r/${n}`, 10 + n / 1000);
    expect(clock.pending).toBe(1);
    await clock.advance(9_999);
    expect(source.revoked).toHaveLength(0);
    await clock.advance(1_001);
    expect(source.revoked).toHaveLength(1000);
    expect(store.all()).toHaveLength(0);
  });

  it('does not revoke at the old end when a lease was renewed', async () => {
    const { clock, source, store, add } = setUp();
    const lease = add('db/creds/r/a', 10);
    store.reschedule(lease, clock.now() + 60_000);
    await clock.advance(59_000);
    expect(source.revoked).toEqual([]);
    await clock.advance(1_000);
    expect(source.revoked).toEqual(['db/creds/r/a']);
  });

  it('revokes earlier when a renewal shortens the lease', async () => {
    const { clock, source, store, add } = setUp();
    const lease = add('db/creds/r/a', 60);
    store.reschedule(lease, clock.now() + 5_000);
    await clock.advance(5_000);
    expect(source.revoked).toEqual(['db/creds/r/a']);
  });

  it('gives a lease up after six failures and keeps the reason', async () => {
    const { clock, source, store, add } = setUp();
    source.failing = true;
    const lease = add('db/creds/r/a', 1);
    await clock.advance(1_000);
    expect(source.attempts).toBe(1);
    expect(lease.failure).toBeUndefined();
    await clock.advance(1_000_000);
    expect(source.attempts).toBe(6);
    expect(lease.failure).toBe('out of retries: the database is away');
    expect(lease.renewable).toBe(false);
    expect(store.irrevocable()).toEqual([lease]);
  });

  it('tries an irrevocable lease again a day later', async () => {
    const { clock, source, store, add } = setUp();
    source.failing = true;
    add('db/creds/r/a', 1);
    await clock.advance(1_000_000);
    source.failing = false;
    await clock.advance(86_400_000);
    expect(source.revoked).toEqual(['db/creds/r/a']);
    expect(store.irrevocable()).toEqual([]);
  });

  it('revokes once when expiry and a caller coincide', async () => {
    const { source, store, add } = setUp();
    const lease = add('db/creds/r/a', 60);
    await Promise.all([store.revokeNow(lease), store.revokeNow(lease)]);
    expect(source.revoked).toEqual(['db/creds/r/a']);
  });

  it('lists folders by prefix and forgets empty ones', async () => {
    const { store, add } = setUp();
    const one = add('database/creds/a/1', 60);
    const two = add('database/creds/b/2', 60);
    add('pki/issue/r/3', 60);
    expect(store.children('')).toEqual(['database/', 'pki/']);
    expect(store.children('database/creds/')).toEqual(['a/', 'b/']);
    expect(store.below('database')).toEqual([one, two]);
    expect(store.below('database/creds/a/1')).toEqual([one]);
    store.drop(one);
    store.drop(two);
    expect(store.children('')).toEqual(['pki/']);
  });

  it('expires nothing while paused', async () => {
    const { clock, source, store, add } = setUp();
    add('db/creds/r/a', 1);
    store.pause();
    await clock.advance(10_000);
    expect(source.revoked).toEqual([]);
    store.resume();
    await clock.advance(0);
    expect(source.revoked).toEqual(['db/creds/r/a']);
  });
});
