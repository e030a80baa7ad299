import { defineCases } from '../defineCases';
import { VaultSession } from '../VaultSession';
import { mountWithRole } from './databaseSetup';

const source =
  'Vault API: /sys/leases; vault/expiration.go, sdk/framework/lease.go';

async function issue(vault: VaultSession, mount: string): Promise<string> {
  const made = await vault.prepare('GET', `${mount}/creds/app`);
  return made.text('lease_id');
}

/** Leases: reading, renewing, ending. */
export const leaseCases = defineCases(source, {
  'lease: looked up': async vault => {
    const mount = await mountWithRole(vault);
    const lease_id = await issue(vault, mount);
    await vault.post('sys/leases/lookup', { lease_id });
    await vault.put('sys/leases/lookup', { lease_id });
  },
  'lease: looking up what is not there': async vault => {
    await vault.post('sys/leases/lookup', { lease_id: 'database/creds/x/y' });
    await vault.post('sys/leases/lookup', {});
    await vault.post('sys/leases/lookup', { lease_id: '' });
    await vault.post('sys/leases/lookup', { lease_id: 5 });
    await vault.get('sys/leases/lookup');
  },
  'lease: listed by prefix': async vault => {
    const mount = await mountWithRole(vault);
    const lease = await issue(vault, mount);
    vault.alias(lease.split('/').at(-1) ?? '', 'lease');
    await vault.list(`sys/leases/lookup/${mount}`);
    await vault.list(`sys/leases/lookup/${mount}/creds`);
    await vault.list(`sys/leases/lookup/${mount}/creds/app`);
    await vault.list(`sys/leases/lookup/${mount}/creds/app/`);
    await vault.list(`sys/leases/lookup/${mount}/creds/ap`);
    await vault.list(`sys/leases/lookup/${mount}/none`);
    await vault.get(`sys/leases/lookup/${mount}/creds/app`);
  },
  'lease: renewed to its default': async vault => {
    const mount = await mountWithRole(vault);
    const lease_id = await issue(vault, mount);
    await vault.post('sys/leases/renew', { lease_id });
    await vault.post('sys/leases/lookup', { lease_id });
  },
  'lease: renewed by an increment': async vault => {
    const mount = await mountWithRole(vault);
    const lease_id = await issue(vault, mount);
    await vault.post('sys/leases/renew', { lease_id, increment: 1800 });
    await vault.post('sys/leases/renew', { lease_id, increment: '20m' });
    await vault.post('sys/leases/renew', { lease_id, increment: 60 });
    await vault.post('sys/leases/lookup', { lease_id });
  },
  'lease: a renewal beyond the max TTL is cut with a warning': async vault => {
    const mount = await mountWithRole(vault, { max_ttl: '15m' });
    const lease_id = await issue(vault, mount);
    const answer = await vault.post('sys/leases/renew', {
      lease_id,
      increment: '900000s',
    });
    if (answer.at('warnings') === null) throw new Error('no warning came');
  },
  'lease: renewed by its path': async vault => {
    const mount = await mountWithRole(vault);
    const lease = await issue(vault, mount);
    await vault.post(`sys/leases/renew/${lease}`, { increment: 60 });
    await vault.put(`sys/leases/renew/${lease}`);
  },
  'lease: a renewal with a bad increment': async vault => {
    const mount = await mountWithRole(vault);
    const lease_id = await issue(vault, mount);
    await vault.post('sys/leases/renew', { lease_id, increment: 'soon' });
    await vault.post('sys/leases/renew', { lease_id, increment: -5 });
    await vault.post('sys/leases/renew', { lease_id, increment: {} });
  },
  'lease: renewing what is not there': async vault => {
    await vault.post('sys/leases/renew', { lease_id: 'database/creds/x/y' });
    await vault.post('sys/leases/renew', {});
  },
  'lease: a changed role counts at the next renewal': async vault => {
    const mount = await mountWithRole(vault);
    const lease_id = await issue(vault, mount);
    await vault.prepare('POST', `${mount}/roles/app`, { default_ttl: '25m' });
    await vault.post('sys/leases/renew', { lease_id });
  },
  'lease: not renewed once its role is gone, but revoked': async vault => {
    const mount = await mountWithRole(vault);
    const lease_id = await issue(vault, mount);
    await vault.prepare('DELETE', `${mount}/roles/app`);
    await vault.post('sys/leases/renew', { lease_id });
    await vault.post('sys/leases/revoke', { lease_id });
    await vault.post('sys/leases/lookup', { lease_id });
  },
  'lease: revoked, once and again': async vault => {
    const mount = await mountWithRole(vault);
    const lease_id = await issue(vault, mount);
    await vault.post('sys/leases/revoke', { lease_id });
    await vault.post('sys/leases/lookup', { lease_id });
    await vault.post('sys/leases/revoke', { lease_id });
    await vault.post('sys/leases/revoke', {});
    await vault.post('sys/leases/renew', { lease_id });
  },
  'lease: revoked by its path and without waiting': async vault => {
    const mount = await mountWithRole(vault);
    await vault.post(`sys/leases/revoke/${await issue(vault, mount)}`);
    const lease_id = await issue(vault, mount);
    await vault.post('sys/leases/revoke', { lease_id, sync: false });
  },
  'lease: revoked by prefix': async vault => {
    const mount = await mountWithRole(vault);
    await issue(vault, mount);
    await issue(vault, mount);
    await vault.post(`sys/leases/revoke-prefix/${mount}/creds/app`);
    await vault.list(`sys/leases/lookup/${mount}`);
    await vault.post(`sys/leases/revoke-prefix/${mount}/none`);
    await vault.post(`sys/leases/revoke-prefix/${mount}/`, { sync: false });
  },
  'lease: a prefix may be one lease': async vault => {
    const mount = await mountWithRole(vault);
    const lease = await issue(vault, mount);
    await vault.post(`sys/leases/revoke-prefix/${lease}`);
    await vault.post('sys/leases/lookup', { lease_id: lease });
  },
  'lease: a revocation that fails says why and keeps it': async vault => {
    const mount = await mountWithRole(vault, {
      revocation_statements: ['SELECT no_such_function()'],
    });
    const lease_id = await issue(vault, mount);
    await vault.post('sys/leases/revoke', { lease_id });
    await vault.post('sys/leases/lookup', { lease_id });
    await vault.prepare('POST', `sys/leases/revoke-force/${mount}`);
  },
  'lease: a prefix stops at the first failure': async vault => {
    const mount = await mountWithRole(vault, {
      revocation_statements: ['SELECT no_such_function()'],
    });
    await issue(vault, mount);
    await issue(vault, mount);
    await vault.post(`sys/leases/revoke-prefix/${mount}/creds/app`);
    await vault.prepare('POST', `sys/leases/revoke-force/${mount}`);
  },
  'lease: a forced revocation ignores the failure': async vault => {
    const mount = await mountWithRole(vault, {
      revocation_statements: ['SELECT no_such_function()'],
    });
    const lease_id = await issue(vault, mount);
    await vault.post(`sys/leases/revoke-force/${mount}/creds/app`);
    await vault.post('sys/leases/lookup', { lease_id });
    await vault.post(`sys/leases/revoke-force/${mount}`);
  },
  'lease: not revoked without its connection': async vault => {
    const mount = await mountWithRole(vault);
    const lease_id = await issue(vault, mount);
    await vault.prepare('DELETE', `${mount}/config/db`);
    await vault.post('sys/leases/revoke', { lease_id });
    await vault.prepare('POST', `sys/leases/revoke-force/${mount}`);
  },
  'lease: ends with the token that asked for it': async vault => {
    const mount = await mountWithRole(vault);
    const token = await vault.tokenWith(
      `path "${mount}/creds/*" { capabilities = ["read"] }`,
    );
    const made = await vault.get(`${mount}/creds/app`, { token });
    const lease_id = made.text('lease_id');
    await vault.prepare('POST', 'auth/token/revoke', { token });
    await vault.pause(500);
    await vault.post('sys/leases/lookup', { lease_id });
  },
  'lease: ends with its mount': async vault => {
    const mount = await mountWithRole(vault);
    const lease_id = await issue(vault, mount);
    await vault.delete(`sys/mounts/${mount}`);
    await vault.post('sys/leases/lookup', { lease_id });
  },
  'lease: ends by itself': async vault => {
    const mount = await mountWithRole(vault, { default_ttl: 1 });
    const lease_id = await issue(vault, mount);
    await vault.pause(3000);
    await vault.post('sys/leases/lookup', { lease_id });
  },
  'lease: a token is no lease to renew': async vault => {
    const mount = await vault.authMount('approle');
    await vault.prepare('POST', `auth/${mount}/role/r`, {
      token_ttl: '10m',
    });
    const id = await vault.prepare('GET', `auth/${mount}/role/r/role-id`);
    const secret = await vault.prepare(
      'POST',
      `auth/${mount}/role/r/secret-id`,
    );
    await vault.prepare('POST', `auth/${mount}/login`, {
      role_id: id.text('data', 'role_id'),
      secret_id: secret.text('data', 'secret_id'),
    });
    const listed = await vault.prepare(
      'GET',
      `sys/leases/lookup/auth/${mount}/login?list=true`,
    );
    const keys = listed.at('data', 'keys');
    const key = Array.isArray(keys) ? String(keys[0]) : '';
    const lease_id = `auth/${mount}/login/${key}`;
    await vault.post('sys/leases/renew', { lease_id });
    await vault.post('sys/leases/revoke', { lease_id });
    await vault.list(`sys/leases/lookup/auth/${mount}/login`);
  },
  'lease: a token with one use left is given no credentials': async vault => {
    const mount = await mountWithRole(vault);
    const made = await vault.prepare('POST', 'auth/token/create', {
      num_uses: 1,
      policies: ['root'],
      ttl: '5m',
    });
    const token = made.text('auth', 'client_token');
    await vault.get(`${mount}/creds/app`, { token });
    await vault.get(`${mount}/creds/app`, { token });
  },
  'lease: a batch token shortens it': async vault => {
    const mount = await mountWithRole(vault);
    const made = await vault.prepare('POST', 'auth/token/create', {
      type: 'batch',
      policies: ['root', 'default'].slice(1),
      ttl: '2m',
    });
    const token = made.text('auth', 'client_token');
    await vault.get(`${mount}/creds/app`, { token });
  },
  'irrevocable leases are asked for by type': async vault => {
    await vault.get('sys/leases');
    await vault.get('sys/leases?type=other');
    await vault.get('sys/leases?type=irrevocable&limit=x');
    await vault.get('sys/leases/count?type=irrevocable');
  },
  'leases are tidied in the background': async vault => {
    await vault.post('sys/leases/tidy');
  },
});
