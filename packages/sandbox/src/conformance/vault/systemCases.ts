import { defineCases } from '../defineCases';
import { Json } from '../Transcript';

const source = 'Vault API: /sys; http/sys_*.go, vault/logical_system.go';

/** System endpoints around mounts, health and the interface of the UI. */
export const systemCases = defineCases(source, {
  'sys: health takes its status codes from the query': async vault => {
    await vault.get('sys/health?activecode=299', { token: null });
    await vault.get('sys/health?activecode=x', { token: null });
    await vault.get('sys/health?standbyok=perhaps', { token: null });
    await vault.method('HEAD', 'sys/health', { token: null });
  },
  'sys: an initialised server is not initialised again': async vault => {
    await vault.put('sys/init', { secret_shares: 1, secret_threshold: 1 });
  },
  'sys: unsealing needs a key': async vault => {
    await vault.put('sys/unseal', {}, { token: null });
  },
  'sys: a mount is read by its path': async vault => {
    const mount = await vault.mount('kv', { description: 'notes' });
    await vault.get(`sys/mounts/${mount}`);
    await vault.get(`sys/mounts/${vault.unique('none')}`);
    await vault.get(`sys/mounts/${vault.unique('none')}/tune`);
  },
  'sys: a login method is read by its path': async vault => {
    const mount = await vault.authMount('kubernetes', { description: 'k' });
    await vault.get(`sys/auth/${mount}`);
    await vault.get(`sys/auth/${vault.unique('none')}`);
    await vault.get(`sys/mounts/auth/${mount}/tune`);
    await vault.post(`sys/mounts/auth/${mount}/tune`, { description: 'l' });
    await vault.get(`sys/auth/${mount}/tune`);
  },
  'sys: tuning takes and refuses settings': async vault => {
    const mount = await vault.mount('kv');
    const path = `sys/mounts/${mount}/tune`;
    const bodies: readonly Json[] = [
      { description: 'changed' },
      { default_lease_ttl: '2h', max_lease_ttl: '1h' },
      { default_lease_ttl: 'soon' },
      { max_lease_ttl: 'system' },
      { listing_visibility: 'unauth' },
      { listing_visibility: 'other' },
      { audit_non_hmac_request_keys: ['a'] },
      { default_lease_ttl: '9999h' },
    ];
    for (const body of bodies) await vault.post(path, body);
    await vault.get(path);
    await vault.prepare('DELETE', `sys/mounts/${mount}`);
  },
  'sys: tuning what is not there': async vault => {
    const mount = vault.unique('none');
    await vault.post(`sys/mounts/${mount}/tune`, { description: 'x' });
    await vault.post(`sys/auth/${mount}/tune`, { description: 'x' });
  },
  'sys: mounts refuse settings that make no sense': async vault => {
    const path = `sys/mounts/${vault.unique('mount')}`;
    await vault.post(path, { type: 'pki', options: { version: '2' } });
    await vault.post(path, { type: 'kv', options: { version: '9' } });
    await vault.post(path, { type: 'kv', config: { max_lease_ttl: 'x' } });
    await vault.post(path, { type: 'kv', config: 'x' });
    await vault.post(path, {
      type: 'kv',
      config: { listing_visibility: 'other' },
    });
    await vault.post(path, { type: 'system' });
    await vault.post(path, { type: 'plugin' });
    await vault.post(path, { type: 5 });
    await vault.post(path, { type: 'approle' });
    await vault.post('sys/auth/token', { type: 'token' });
    await vault.post(`sys/auth/${vault.unique('auth')}`, { type: 'kv' });
  },
  'sys: short types of key-value mounts': async vault => {
    for (const type of ['kv-v1', 'kv-v2']) {
      const mount = vault.unique('mount');
      await vault.post(`sys/mounts/${mount}`, { type });
      await vault.get(`sys/mounts/${mount}`);
    }
  },
  'sys: a mount of several segments': async vault => {
    const mount = `${vault.unique('team')}/kv`;
    await vault.post(`sys/mounts/${mount}`, { type: 'kv' });
    await vault.post(`${mount}/a`, { k: 'v' });
    await vault.get(`${mount}/a`);
    await vault.get(`sys/internal/ui/mounts/${mount}/a`);
    await vault.delete(`sys/mounts/${mount}`);
  },
  'sys: enabling an auth method twice': async vault => {
    const mount = await vault.authMount('approle');
    await vault.post(`sys/auth/${mount}`, { type: 'approle' });
    await vault.delete(`sys/auth/${mount}`);
    await vault.delete(`sys/auth/${mount}`);
    await vault.post(`auth/${mount}/login`, {});
  },
  'sys: the preflight of a path': async vault => {
    const mount = await vault.mount('kv');
    const token = await vault.tokenWith(
      `path "${mount}/a" { capabilities = ["read"] }`,
    );
    const path = `sys/internal/ui/mounts/${mount}`;
    await vault.get(path);
    await vault.get(`${path}/a/b`, { token });
    await vault.get('sys/internal/ui/mounts/secret/x', { token });
    await vault.get(`sys/internal/ui/mounts/${vault.unique('none')}`);
    await vault.get(path, { token: null });
  },
  'sys: mounts without token are those that may be seen': async vault => {
    const mount = await vault.mount('kv', {
      config: { listing_visibility: 'unauth' },
    });
    const answer = await vault.get('sys/internal/ui/mounts', { token: null });
    const secret = answer.at('data', 'secret', `${mount}/`);
    if (!secret) throw new Error('the mount is not shown');
    await vault.prepare('DELETE', `sys/mounts/${mount}`);
  },
  'sys: what a token may do, for the UI': async vault => {
    const token = await vault.tokenWith(
      'path "sys/internal/ui/resultant-acl" { capabilities = ["read"] }\npath "secret/*" { capabilities = ["list"] }',
    );
    await vault.get('sys/internal/ui/resultant-acl', { token });
  },
  'sys: paths only the other product has': async vault => {
    await vault.put('sys/renew', { lease_id: 'x' });
    await vault.put('sys/revoke', { lease_id: 'x' });
  },
  'sys: policies in the old list': async vault => {
    await vault.get('sys/policies/acl');
    await vault.get(`sys/policy/${vault.unique('none')}`);
    await vault.get('sys/policy/root');
    await vault.delete(`sys/policy/${vault.unique('none')}`);
  },
  'sys: a mount is upgraded to versions': async vault => {
    const mount = await vault.mount('kv');
    const path = `sys/mounts/${mount}/tune`;
    await vault.post(path, { options: { version: '7' } });
    await vault.post(path, { options: { version: '2' } });
  },
  'sys: a mount of the old type generic': async vault => {
    const mount = vault.unique('mount');
    await vault.post(`sys/mounts/${mount}`, { type: 'generic' });
    await vault.delete(`sys/mounts/${mount}`);
  },
});
