import { defineCases } from '../defineCases';
import { Json } from '../Transcript';
import { VaultSession } from '../VaultSession';

const source = 'Vault API: auth/approle; builtin/credential/approle';

async function role(vault: VaultSession, body: Json = {}) {
  const mount = await vault.authMount('approle');
  await vault.prepare('POST', `auth/${mount}/role/r`, body);
  return `auth/${mount}`;
}

async function roleId(vault: VaultSession, base: string) {
  const answer = await vault.prepare('GET', `${base}/role/r/role-id`);
  return answer.text('data', 'role_id');
}

async function secretId(vault: VaultSession, base: string, body: Json = {}) {
  const answer = await vault.prepare('POST', `${base}/role/r/secret-id`, body);
  return answer.text('data', 'secret_id');
}

/** AppRole logins. */
export const approleCases = defineCases(source, {
  'approle: a role is written, read, listed and removed': async vault => {
    const base = `auth/${await vault.authMount('approle')}`;
    await vault.list(`${base}/role`);
    await vault.post(`${base}/role/R`, {
      token_policies: 'a,b',
      token_ttl: '10m',
      token_max_ttl: '1h',
      secret_id_ttl: '24h',
      secret_id_num_uses: 3,
    });
    await vault.get(`${base}/role/r`);
    await vault.list(`${base}/role`);
    await vault.delete(`${base}/role/r`);
    await vault.delete(`${base}/role/r`);
    await vault.get(`${base}/role/r`);
  },
  'approle: defaults of an empty role': async vault => {
    const base = await role(vault);
    await vault.get(`${base}/role/r`);
  },
  'approle: a role needs a constraint': async vault => {
    const base = `auth/${await vault.authMount('approle')}`;
    await vault.post(`${base}/role/r`, { bind_secret_id: false });
    await vault.post(`${base}/role/r`, { secret_id_num_uses: -1 });
    await vault.post(`${base}/role/r`, { token_type: 'other' });
    await vault.post(`${base}/role/r`, {
      token_ttl: '2h',
      token_max_ttl: '1h',
    });
  },
  'approle: a login with both ids': async vault => {
    const base = await role(vault, {
      token_policies: 'default',
      token_ttl: '10m',
    });
    const role_id = await roleId(vault, base);
    const secret_id = await secretId(vault, base);
    const answer = await vault.post(
      `${base}/login`,
      { role_id, secret_id },
      { token: null },
    );
    const token = answer.text('auth', 'client_token');
    await vault.post('auth/token/lookup', { token });
    await vault.post('auth/token/renew', { token });
  },
  'approle: logins that lack something': async vault => {
    const base = await role(vault);
    const role_id = await roleId(vault, base);
    const secret_id = await secretId(vault, base);
    await vault.post(`${base}/login`, {});
    await vault.post(`${base}/login`, { role_id });
    await vault.post(`${base}/login`, { secret_id });
    await vault.post(`${base}/login`, { role_id, secret_id: 'x' });
    await vault.post(`${base}/login`, { role_id: 'x', secret_id });
    await vault.post(`${base}/login`, { role_id: 5, secret_id: {} });
  },
  'approle: a secret id ends with its uses': async vault => {
    const base = await role(vault, { secret_id_num_uses: 1 });
    const role_id = await roleId(vault, base);
    const secret_id = await secretId(vault, base);
    await vault.post(`${base}/login`, { role_id, secret_id });
    await vault.post(`${base}/login`, { role_id, secret_id });
  },
  'approle: a secret id ends with its time': async vault => {
    const base = await role(vault);
    const role_id = await roleId(vault, base);
    const secret_id = await secretId(vault, base, { ttl: '1s' });
    await vault.pause(3000);
    await vault.post(`${base}/login`, { role_id, secret_id });
  },
  'approle: a secret id is made, looked up and destroyed': async vault => {
    const base = await role(vault, { secret_id_ttl: '1h' });
    const path = `${base}/role/r/secret-id`;
    const made = await vault.post(path, { metadata: '{"a":"b"}' });
    const secret_id = made.text('data', 'secret_id');
    await vault.post(`${path}/lookup`, { secret_id });
    await vault.post(`${path}/destroy`, { secret_id });
    await vault.post(`${path}/lookup`, { secret_id });
    await vault.post(`${path}/destroy`, { secret_id });
  },
  'approle: a secret id by its accessor': async vault => {
    const base = await role(vault);
    const made = await vault.prepare('POST', `${base}/role/r/secret-id`);
    const accessor = made.text('data', 'secret_id_accessor');
    const path = `${base}/role/r/secret-id-accessor`;
    const body = { secret_id_accessor: accessor };
    await vault.list(`${base}/role/r/secret-id`);
    await vault.post(`${path}/lookup`, body);
    await vault.post(`${path}/destroy`, body);
    await vault.post(`${path}/lookup`, body);
    await vault.list(`${base}/role/r/secret-id`);
  },
  'approle: secret ids refuse what they cannot read': async vault => {
    const base = await role(vault);
    const path = `${base}/role/r/secret-id`;
    await vault.post(path, { metadata: 'not json' });
    await vault.post(path, { metadata: { a: 'b' } });
    await vault.post(path, { cidr_list: 'everywhere' });
    await vault.post(path, { ttl: 'soon' });
    await vault.post(path, { num_uses: -1 });
  },
  'approle: metadata of the secret id is on the token': async vault => {
    const base = await role(vault);
    const role_id = await roleId(vault, base);
    const secret_id = await secretId(vault, base, { metadata: '{"a":"b"}' });
    await vault.post(`${base}/login`, { role_id, secret_id });
  },
  'approle: a custom secret id': async vault => {
    const base = await role(vault);
    const role_id = await roleId(vault, base);
    const secret_id = vault.unique('secret');
    const path = `${base}/role/r/custom-secret-id`;
    await vault.post(path, { secret_id });
    await vault.post(path, { secret_id });
    await vault.post(path, {});
    await vault.post(`${base}/login`, { role_id, secret_id });
  },
  'approle: the role id may be chosen': async vault => {
    const base = await role(vault);
    const role_id = vault.unique('role');
    await vault.post(`${base}/role/r/role-id`, { role_id });
    await vault.get(`${base}/role/r/role-id`);
    await vault.post(`${base}/role/r/role-id`, {});
  },
  'approle: unknown roles': async vault => {
    const base = `auth/${await vault.authMount('approle')}`;
    await vault.get(`${base}/role/none/role-id`);
    await vault.post(`${base}/role/none/role-id`, { role_id: 'x' });
    await vault.post(`${base}/role/none/secret-id`);
    await vault.list(`${base}/role/none/secret-id`);
    await vault.post(`${base}/role/none/secret-id/lookup`, { secret_id: 'x' });
  },
  'approle: a renewal once the role is gone': async vault => {
    const base = await role(vault);
    const role_id = await roleId(vault, base);
    const secret_id = await secretId(vault, base);
    const login = await vault.prepare('POST', `${base}/login`, {
      role_id,
      secret_id,
    });
    await vault.prepare('DELETE', `${base}/role/r`);
    await vault.post('auth/token/renew', {
      token: login.text('auth', 'client_token'),
    });
  },
  'approle: batch tokens and periods': async vault => {
    const base = await role(vault, { token_type: 'batch', token_ttl: '5m' });
    const role_id = await roleId(vault, base);
    const secret_id = await secretId(vault, base);
    await vault.post(`${base}/login`, { role_id, secret_id });
    await vault.prepare('POST', `${base}/role/r`, {
      token_type: 'service',
      token_period: '20m',
    });
    await vault.post(`${base}/login`, { role_id, secret_id });
  },
});
