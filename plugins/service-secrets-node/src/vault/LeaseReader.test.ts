import { FakeClock } from '../testSupport/FakeClock';
import { aLease, InMemoryVault } from '../testUtils';
import { LeaseReader, LeaseReaderOptions } from './LeaseReader';

const role = { mount: 'database', name: 'grade-api-role' };

function setUp(count: number, options: LeaseReaderOptions = {}) {
  const clock = new FakeClock();
  const leases = Array.from({ length: count }, (_, index) =>
    aLease({
      id: `database/creds/grade-api-role/lease${index}`,
      ttlSeconds: 3600,
      readAt: new Date(clock.now()),
    }),
  );
  const vault = new InMemoryVault({ leases });
  const reader = new LeaseReader(vault, { clock, ...options });
  return { clock, vault, reader };
}

describe('LeaseReader', () => {
  it('lists once and looks up nothing when nothing can have changed', async () => {
    const { vault, reader } = setUp(50);
    const first = await reader.read(role);
    vault.calls.reset();

    const second = await reader.read(role);

    expect(first).toMatchObject({ total: 50, complete: true, asked: 50 });
    expect(second).toMatchObject({ total: 50, complete: true, asked: 0 });
    expect(second.leases).toEqual(first.leases);
    expect(vault.calls.count('leaseIds')).toBe(1);
    expect(vault.calls.count('lease')).toBe(0);
  });

  it('looks up only what is new and forgets what is gone', async () => {
    const { vault, reader } = setUp(50);
    await reader.read(role);
    vault.state.leases = [
      ...vault.state.leases.slice(10),
      aLease({ id: 'database/creds/grade-api-role/new' }),
    ];
    vault.calls.reset();

    const read = await reader.read(role);

    expect(read).toMatchObject({ total: 41, asked: 1 });
    expect(read.leases).toHaveLength(41);
    expect(vault.calls.count('lease')).toBe(1);
  });

  it('looks up again what is old, or near the end of what it had left', async () => {
    const { clock, vault, reader } = setUp(3);
    vault.state.leases[0] = { ...vault.state.leases[0], ttlSeconds: 60 };
    await reader.read(role);

    await clock.advance(45_000);
    expect((await reader.read(role)).asked).toBe(1);

    await clock.advance(5 * 60_000);
    expect((await reader.read(role)).asked).toBe(3);
  });

  it('makes one reading of those at the same moment', async () => {
    const { vault, reader } = setUp(50);

    await Promise.all(Array.from({ length: 50 }, () => reader.read(role)));

    expect(vault.calls.count()).toBe(51);
  });

  it('counts all and samples some of more than the ceiling', async () => {
    const { vault, reader } = setUp(1001, { ceiling: 1000, sample: 20 });

    const read = await reader.read(role);

    expect(read).toMatchObject({ total: 1001, complete: false, asked: 20 });
    expect(read.ids).toHaveLength(1001);
    expect(new Set(read.leases.map(({ id }) => id)).size).toBe(20);
    expect(vault.calls.count('lease')).toBe(20);
  });

  it('does not count a lease that ended since it was listed', async () => {
    const { vault, reader } = setUp(3);
    const list = vault.leaseIds.bind(vault);
    vault.leaseIds = async name => {
      const ids = await list(name);
      vault.state.leases = vault.state.leases.slice(1);
      return ids;
    };

    const read = await reader.read(role);

    expect(read.total).toBe(2);
    expect(read.ids).toHaveLength(2);
    expect(read.leases).toHaveLength(2);
  });

  it('never has more look-ups under way than it may', async () => {
    const { vault, reader } = setUp(100, { concurrency: 5 });
    let underWay = 0;
    let most = 0;
    const lookUp = vault.lease.bind(vault);
    vault.lease = async id => {
      underWay += 1;
      most = Math.max(most, underWay);
      const lease = await lookUp(id);
      underWay -= 1;
      return lease;
    };

    await reader.read(role);

    expect(most).toBe(5);
  });

  it('fails as a whole when one look-up fails, and asks no more', async () => {
    const { vault, reader } = setUp(100);
    vault.fail('lease', 'denied');

    await expect(reader.read(role)).rejects.toMatchObject({ code: 'denied' });
    expect(vault.calls.count('lease')).toBeLessThanOrEqual(8);
    vault.calls.recover();
    expect((await reader.read(role)).leases).toHaveLength(100);
  });
});
