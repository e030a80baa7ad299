import { Lease } from '../lease/Lease';
import { defaultLeaseRetry, LeaseStore } from '../lease/LeaseStore';
import { FakeClock } from '../testSupport/FakeClock';
import { Token } from './Token';
import { TokenStore } from './TokenStore';

function setUp() {
  const clock = new FakeClock();
  const leases = new LeaseStore(clock, defaultLeaseRetry);
  const tokens = new TokenStore(clock, leases, 'auth_token_00000000');
  const revoked: string[] = [];
  const create = (ttl: number, parent?: Token) =>
    tokens.create({
      path: 'auth/token/create',
      policies: ['default'],
      displayName: 'token',
      ttl,
      parent,
    });
  const lend = (owner: Token, id: string): void => {
    const expiresAt = clock.now() + 1_000_000;
    const lease: Lease = {
      id,
      source: {
        accessor: 'fake',
        revoke: async ended => {
          revoked.push(ended.id);
        },
      },
      issuedAt: clock.now(),
      expiresAt,
      dueAt: expiresAt,
      renewable: true,
      backendTtl: 1000,
      backendMax: 0,
      internal: {},
      owner,
      attempts: 0,
    };
    leases.add(lease);
  };
  return { clock, leases, tokens, revoked, create, lend };
}

describe('TokenStore', () => {
  it('ends children and all their leases with the parent', async () => {
    const { clock, tokens, revoked, create, lend } = setUp();
    const parent = create(3600);
    const child = create(3600, parent);
    const grandchild = create(3600, child);
    lend(parent, 'db/1');
    lend(grandchild, 'db/2');
    tokens.revokeTree(parent);
    await clock.advance(0);
    expect(tokens.find(child.id)).toBeUndefined();
    expect(tokens.find(grandchild.id)).toBeUndefined();
    expect(revoked.sort()).toEqual(['db/1', 'db/2']);
  });

  it('ends a token and its leases when its time is over', async () => {
    const { clock, tokens, revoked, create, lend } = setUp();
    const token = create(10);
    lend(token, 'db/1');
    await clock.advance(9_999);
    expect(tokens.find(token.id)).toBe(token);
    await clock.advance(1);
    expect(tokens.find(token.id)).toBeUndefined();
    expect(revoked).toEqual(['db/1']);
  });

  it('lets children live on as orphans when only the parent is revoked', () => {
    const { tokens, create } = setUp();
    const parent = create(3600);
    const child = create(3600, parent);
    tokens.revokeAlone(parent);
    expect(tokens.find(parent.id)).toBeUndefined();
    expect(tokens.find(child.id)).toBe(child);
    expect(child.parent).toBeUndefined();
  });

  it('keeps an extended token beyond its first end', async () => {
    const { clock, tokens, create } = setUp();
    const token = create(10);
    await clock.advance(5_000);
    tokens.extend(token, 20);
    await clock.advance(19_000);
    expect(tokens.find(token.id)).toBe(token);
    await clock.advance(1_000);
    expect(tokens.find(token.id)).toBeUndefined();
  });

  it('hides the token in the id of its lease', () => {
    const { leases, create } = setUp();
    const token = create(10);
    const [lease] = leases.all();
    expect(lease.id).toMatch(/^auth\/token\/create\/h[0-9a-f]{64}$/);
    expect(lease.id).not.toContain(token.id);
  });

  it('gives a token without end no lease', () => {
    const { leases, tokens, create } = setUp();
    const token = create(0);
    expect(leases.all()).toEqual([]);
    expect(tokens.find(token.id)).toBe(token);
  });

  it('ends every token of a login path, and no other', () => {
    const { tokens, create } = setUp();
    const own = create(3600);
    const other = tokens.create({
      path: 'auth/kubernetes/login',
      policies: [],
      displayName: 'k',
      ttl: 60,
    });
    tokens.revokeByPath('auth/kubernetes/');
    expect(tokens.find(other.id)).toBeUndefined();
    expect(tokens.find(own.id)).toBe(own);
  });
});
