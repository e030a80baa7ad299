import { startVault, VaultServer } from './startVault';
import { FakeClock } from './testSupport/FakeClock';
import { leaseEngine, LeaseEngine } from './testSupport/leaseEngine';
import { VaultCaller } from './testSupport/VaultCaller';

describe('leases over HTTP', () => {
  let clock: FakeClock;
  let engine: LeaseEngine;
  let server: VaultServer;
  let root: VaultCaller;

  beforeEach(async () => {
    clock = new FakeClock();
    engine = leaseEngine();
    server = await startVault({ clock, engines: { fake: engine.factory } });
    root = new VaultCaller(server);
    await root.write('sys/mounts/db', { type: 'fake' });
  });
  afterEach(() => server.stop());

  async function lease(caller = root): Promise<string> {
    const { body } = await caller.read('db/creds/app');
    return body.lease_id;
  }

  async function childToken(body: object): Promise<VaultCaller> {
    await root.write('sys/policies/acl/creds', {
      policy: 'path "db/creds/*" { capabilities = ["read"] }',
    });
    const made = await root.write('auth/token/create', {
      policies: ['creds'],
      ...body,
    });
    const auth: { client_token: string } = made.body.auth;
    return root.as(auth.client_token);
  }

  it('are looked up, listed, renewed and revoked', async () => {
    const id = await lease();
    expect(id).toMatch(/^db\/creds\/app\/[0-9A-Za-z]{24}$/);
    const looked = await root.write('sys/leases/lookup', { lease_id: id });
    expect(looked.body.data).toEqual({
      id,
      issue_time: '2026-01-01T00:00:00Z',
      expire_time: '2026-01-01T00:10:00Z',
      last_renewal: null,
      renewable: true,
      ttl: 600,
    });
    const listed = await root.list('sys/leases/lookup/db/creds/app');
    expect(listed.body.data).toEqual({ keys: [id.split('/').pop()] });
    const renewed = await root.send('PUT', 'sys/leases/renew', {
      body: { lease_id: id, increment: 7200 },
    });
    expect(renewed.body).toMatchObject({
      lease_id: id,
      lease_duration: 3600,
      renewable: true,
      data: null,
      warnings: [
        'TTL of "2h" exceeded the effective max_ttl of "1h"; TTL value is capped accordingly',
      ],
    });
    const revoked = await root.write('sys/leases/revoke', { lease_id: id });
    expect(revoked.status).toBe(204);
    expect(engine.revoked).toEqual(['app']);
    const gone = await root.write('sys/leases/lookup', { lease_id: id });
    expect(gone).toMatchObject({ status: 400 });
    expect(gone.body).toEqual({ errors: ['invalid lease'] });
  });

  it('end with the token that asked for them', async () => {
    const child = await childToken({ ttl: '60s' });
    const id = await lease(child);
    await clock.advance(60_000);
    expect(engine.revoked).toEqual(['app']);
    const gone = await root.write('sys/leases/lookup', { lease_id: id });
    expect(gone.status).toBe(400);
  });

  it('cannot be renewed past the maximum counted from their issue', async () => {
    engine.ttl = 3000;
    const id = await lease();
    await clock.advance(2_400_000);
    const renewed = await root.write('sys/leases/renew', { lease_id: id });
    expect(renewed.body).toMatchObject({ lease_duration: 1200 });
  });

  it('are irrevocable after six failures, and forced out', async () => {
    engine.failure = 'role "x" cannot be dropped';
    const id = await lease();
    await clock.advance(2_000_000);
    expect(engine.attempts).toBe(6);
    const listed = await root.read('sys/leases?type=irrevocable');
    expect(listed.body.data).toEqual({
      lease_count: 1,
      leases: [
        {
          lease_id: id,
          mount_id: expect.stringMatching(/^fake_[0-9a-f]{8}$/),
          error: 'out of retries: role "x" cannot be dropped',
        },
      ],
    });
    const renewed = await root.write('sys/leases/renew', { lease_id: id });
    expect(renewed.body).toEqual({
      errors: ['lease is expired and has failed previous revocation attempts'],
    });
    const counted = await root.read('sys/leases/count?type=irrevocable');
    expect(counted.body.data).toMatchObject({ lease_count: 1 });
    const prefix = await root.write('sys/leases/revoke-prefix/db');
    expect(prefix).toMatchObject({ status: 400 });
    const forced = await root.write('sys/leases/revoke-force/db');
    expect(forced.status).toBe(204);
    const gone = await root.write('sys/leases/lookup', { lease_id: id });
    expect(gone.status).toBe(400);
  });

  it('are revoked before their mount goes', async () => {
    await lease();
    await lease();
    expect((await root.remove('sys/mounts/db')).status).toBe(204);
    expect(engine.revoked).toEqual(['app', 'app']);
    expect((await root.read('db/creds/app')).status).toBe(404);
  });

  it('are not given to a token on its last use', async () => {
    const child = await childToken({ num_uses: 1 });
    const refused = await child.read('db/creds/app');
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('token had one use left');
    await clock.advance(0);
    expect(engine.revoked).toEqual(['app']);
  });

  it('of tokens are not renewed as leases', async () => {
    await childToken({ ttl: '60s' });
    const folder = 'auth/token/create';
    const listed = await root.list(`sys/leases/lookup/${folder}`);
    const { keys }: { keys: string[] } = listed.body.data;
    const refused = await root.write('sys/leases/renew', {
      lease_id: `${folder}/${keys[0]}`,
    });
    expect(refused.body).toEqual({
      errors: ['tokens cannot be renewed through this endpoint'],
    });
  });
});
