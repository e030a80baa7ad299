import { startVault, VaultServer } from '../../startVault';
import { VaultCaller } from '../../testSupport/VaultCaller';

describe('kv version 2', () => {
  let server: VaultServer;
  let root: VaultCaller;

  beforeEach(async () => {
    server = await startVault();
    root = new VaultCaller(server);
  });
  afterEach(() => server.stop());

  function write(value: number, options = {}) {
    return root.write('secret/data/app', { data: { value }, options });
  }

  it('keeps versions and answers an old one when asked', async () => {
    await write(1);
    const second = await write(2);
    expect(second.body.data).toMatchObject({ version: 2, destroyed: false });
    const latest = await root.read('secret/data/app');
    expect(latest.body.data).toMatchObject({ data: { value: 2 } });
    const first = await root.read('secret/data/app?version=1');
    expect(first.body.data).toMatchObject({ data: { value: 1 } });
    expect((await root.read('secret/data/app?version=3')).status).toBe(404);
  });

  it('answers a deleted version with 404 and its metadata until undeleted', async () => {
    await write(1);
    await root.remove('secret/data/app');
    const gone = await root.read('secret/data/app');
    expect(gone.status).toBe(404);
    expect(gone.body.data).toMatchObject({
      data: null,
      metadata: { version: 1, deletion_time: expect.stringMatching(/Z$/) },
    });
    await root.write('secret/undelete/app', { versions: [1] });
    expect((await root.read('secret/data/app')).status).toBe(200);
    await root.send('PUT', 'secret/destroy/app', { body: { versions: [1] } });
    await root.write('secret/undelete/app', { versions: [1] });
    expect((await root.read('secret/data/app')).status).toBe(404);
  });

  it('refuses a write whose check-and-set does not fit', async () => {
    expect((await write(1, { cas: 0 })).status).toBe(200);
    const refused = await write(2, { cas: 0 });
    expect(refused.status).toBe(400);
    expect(refused.body).toEqual({
      errors: ['check-and-set parameter did not match the current version'],
    });
    await root.write('secret/config', { cas_required: true });
    expect((await write(3)).text).toContain('parameter required');
  });

  it('merges a patch into the latest version', async () => {
    await root.write('secret/data/app', { data: { a: 1, b: { c: 2, d: 3 } } });
    const patched = await root.send('PATCH', 'secret/data/app', {
      body: { data: { a: null, b: { d: 4 } } },
      headers: { 'Content-Type': 'application/merge-patch+json' },
    });
    expect(patched.status).toBe(200);
    const { body } = await root.read('secret/data/app');
    expect(body.data).toMatchObject({ data: { b: { c: 2, d: 4 } } });
    const other = await root.send('PATCH', 'secret/data/app', {
      body: {},
      headers: { 'Content-Type': 'application/json' },
    });
    expect(other.status).toBe(415);
  });

  it('forgets versions beyond the maximum', async () => {
    await root.write('secret/metadata/app', { max_versions: 1 });
    await write(1);
    await write(2);
    const { body } = await root.read('secret/metadata/app');
    expect(body.data).toMatchObject({
      current_version: 2,
      oldest_version: 2,
      max_versions: 1,
      delete_version_after: '0s',
    });
  });
});

describe('kv version 1', () => {
  it('stores without versions and lists folders', async () => {
    const server = await startVault();
    const root = new VaultCaller(server);
    await root.write('sys/mounts/plain', { type: 'kv' });
    await root.write('plain/team/app', { password: 'x', ttl: '30s' });
    const read = await root.read('plain/team/app');
    expect(read.body).toMatchObject({
      data: { password: 'x' },
      lease_duration: 30,
      lease_id: '',
    });
    expect((await root.list('plain')).body.data).toEqual({ keys: ['team/'] });
    expect((await root.remove('plain/team/app')).status).toBe(204);
    expect((await root.read('plain/team/app')).status).toBe(404);
    await server.stop();
  });
});
