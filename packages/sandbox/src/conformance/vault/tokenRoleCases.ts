import { defineCases } from '../defineCases';
import { Json } from '../Transcript';
import { VaultSession } from '../VaultSession';

const source = 'Vault API: auth/token/roles; vault/token_store.go';

async function roleWith(vault: VaultSession, body: Json): Promise<string> {
  const role = vault.unique('role');
  await vault.prepare('POST', `auth/token/roles/${role}`, body);
  return role;
}

async function show(vault: VaultSession, path: string, body: Json) {
  const answer = await vault.post(path, body);
  const token = answer.at('auth', 'client_token');
  if (typeof token !== 'string') return;
  await vault.post('auth/token/lookup', { token });
}

/** Token roles, accessors, periodic and batch tokens. */
export const tokenRoleCases = defineCases(source, {
  'token role: written, read, removed': async vault => {
    const path = `auth/token/roles/${vault.unique('role')}`;
    await vault.get(path);
    await vault.post(path, {
      allowed_policies: 'a,b',
      orphan: true,
      renewable: false,
      path_suffix: 'suffix',
      token_period: '1h',
      token_explicit_max_ttl: '4h',
    });
    await vault.get(path);
    await vault.delete(path);
    await vault.delete(path);
    await vault.get(path);
  },
  'token role: defaults of an empty one': async vault => {
    const role = await roleWith(vault, {});
    await vault.get(`auth/token/roles/${role}`);
  },
  'token role: deprecated fields are kept and shown': async vault => {
    const role = await roleWith(vault, { period: '1h', explicit_max_ttl: 60 });
    await vault.get(`auth/token/roles/${role}`);
  },
  'token role: bad fields are refused': async vault => {
    const path = `auth/token/roles/${vault.unique('role')}`;
    await vault.post(path, { path_suffix: 'a b/../c' });
    await vault.post(path, { token_type: 'other' });
    await vault.post(path, { token_type: 'batch', token_period: '1h' });
    await vault.post(path, { token_period: '-1h' });
    await vault.post(path, { allowed_policies: 'root' });
    await vault.post(path, { token_bound_cidrs: 'x' });
  },
  'token role: policies outside the allowed are refused': async vault => {
    const role = await roleWith(vault, { allowed_policies: ['a', 'b'] });
    const path = `auth/token/create/${role}`;
    await vault.post(path, { policies: ['a'], ttl: '5m' });
    await vault.post(path, { policies: ['c'], ttl: '5m' });
    await vault.post(path, { ttl: '5m' });
  },
  'token role: globs allow and forbid': async vault => {
    const role = await roleWith(vault, {
      allowed_policies_glob: ['team-*'],
      disallowed_policies: ['team-x'],
    });
    const path = `auth/token/create/${role}`;
    await vault.post(path, { policies: ['team-a'], ttl: '5m' });
    await vault.post(path, { policies: ['team-x'], ttl: '5m' });
    await vault.post(path, { policies: ['other'], ttl: '5m' });
    await vault.post(path, { policies: ['root'], ttl: '5m' });
  },
  'token role: an orphan of the role has its suffix and role': async vault => {
    const role = await roleWith(vault, {
      orphan: true,
      path_suffix: 'ci-team',
    });
    const path = `auth/token/create/${role}`;
    await show(vault, path, { policies: ['default'], ttl: '5m' });
  },
  'token role: a periodic one ignores the asked TTL': async vault => {
    const role = await roleWith(vault, { token_period: '20m' });
    const path = `auth/token/create/${role}`;
    await show(vault, path, { policies: ['default'], ttl: '5m' });
    await show(vault, path, { policies: ['default'], period: '5m' });
  },
  'token role: its explicit max TTL caps the token': async vault => {
    const role = await roleWith(vault, { token_explicit_max_ttl: '10m' });
    const path = `auth/token/create/${role}`;
    await show(vault, path, { policies: ['default'], ttl: '1h' });
  },
  'token role: without the default policy': async vault => {
    const role = await roleWith(vault, {
      token_no_default_policy: true,
      allowed_policies: ['a'],
    });
    await vault.post(`auth/token/create/${role}`, { ttl: '5m' });
  },
  'token role: use limit and type come from it': async vault => {
    const role = await roleWith(vault, { token_num_uses: 2 });
    const batch = await roleWith(vault, {
      token_type: 'batch',
      orphan: true,
      renewable: false,
    });
    await show(vault, `auth/token/create/${role}`, { ttl: '5m' });
    await show(vault, `auth/token/create/${batch}`, {
      policies: ['default'],
      ttl: '5m',
    });
  },
  'token role: an unknown one is refused': async vault => {
    await vault.post(`auth/token/create/${vault.unique('role')}`, {});
  },
  'a token of another type than its role is refused or overridden':
    async vault => {
      const role = await roleWith(vault, { token_type: 'service' });
      const path = `auth/token/create/${role}`;
      await vault.post(path, {
        type: 'batch',
        policies: ['default'],
        ttl: '1m',
      });
    },
  'a custom token id is taken once': async vault => {
    const id = vault.unique('custom');
    await vault.post('auth/token/create', { id, ttl: '5m' });
    await vault.post('auth/token/create', { id, ttl: '5m' });
    await vault.post('auth/token/create', { id: 'a.b', ttl: '5m' });
  },
  'a batch token is not renewed, revoked or a parent': async vault => {
    const made = await vault.prepare('POST', 'auth/token/create', {
      type: 'batch',
      ttl: '10m',
      policies: ['default'],
    });
    const token = made.text('auth', 'client_token');
    await vault.get('auth/token/lookup-self', { token });
    await vault.post('auth/token/renew', { token });
    await vault.post('auth/token/renew-self', {}, { token });
    await vault.post('auth/token/revoke', { token });
    await vault.post('auth/token/revoke-self', {}, { token });
    await vault.post('auth/token/create', {}, { token });
  },
  'batch tokens refuse what they cannot keep': async vault => {
    const type = 'batch';
    const path = 'auth/token/create';
    const policies = ['default'];
    await vault.post(path, { type, policies, num_uses: 3 });
    await vault.post(path, { type, policies, period: '1h' });
    await vault.post(path, { type, policies, explicit_max_ttl: '1h' });
    await vault.post(path, { type, policies: ['root'] });
    await vault.post(path, { type, policies, id: 'custom' });
    await vault.post(path, { type, policies, renewable: true, ttl: '1m' });
  },
  'a periodic token renews to its period': async vault => {
    const made = await vault.prepare('POST', 'auth/token/create', {
      period: '30m',
      policies: ['default'],
    });
    const token = made.text('auth', 'client_token');
    await vault.post('auth/token/renew', { token, increment: '2h' });
    await vault.post('auth/token/renew', { token, increment: 5 });
    await vault.post('auth/token/lookup', { token });
  },
  'a token that is not renewable says so': async vault => {
    const made = await vault.prepare('POST', 'auth/token/create', {
      ttl: '10m',
      renewable: false,
    });
    const token = made.text('auth', 'client_token');
    await vault.post('auth/token/renew', { token });
    await vault.post('auth/token/renew-self', {}, { token });
  },
  'a renewal is held by the explicit max TTL': async vault => {
    const made = await vault.prepare('POST', 'auth/token/create', {
      ttl: '5m',
      explicit_max_ttl: '10m',
    });
    const token = made.text('auth', 'client_token');
    await vault.post('auth/token/renew', { token, increment: '1h' });
  },
  'a renewal with a bad increment is refused': async vault => {
    const made = await vault.prepare('POST', 'auth/token/create', {
      ttl: '5m',
    });
    const token = made.text('auth', 'client_token');
    await vault.post('auth/token/renew', { token, increment: 'soon' });
    await vault.post('auth/token/renew', { token, increment: -5 });
  },
  'requests without the token or accessor they need are refused':
    async vault => {
      await vault.post('auth/token/lookup', {});
      await vault.post('auth/token/renew', {});
      await vault.post('auth/token/revoke', {});
      await vault.post('auth/token/lookup-accessor', {});
      await vault.post('auth/token/renew-accessor', {});
      await vault.post('auth/token/revoke-accessor', {});
      await vault.post('auth/token/revoke-orphan', {});
    },
  'accessors nobody has are refused or passed over': async vault => {
    const accessor = 'nobody';
    await vault.post('auth/token/renew-accessor', { accessor });
    await vault.post('auth/token/revoke-accessor', { accessor });
    await vault.post('sys/capabilities-accessor', { accessor, paths: ['a'] });
  },
  'revoking an orphan keeps its children': async vault => {
    const parent = await vault.prepare('POST', 'auth/token/create', {
      ttl: '10m',
      policies: ['root'],
    });
    const token = parent.text('auth', 'client_token');
    const body = { ttl: '5m' };
    const child = await vault.post('auth/token/create', body, { token });
    await vault.post('auth/token/revoke-orphan', { token });
    await vault.post('auth/token/lookup', {
      token: child.text('auth', 'client_token'),
    });
  },
  'orphans, periods and ids need sudo': async vault => {
    const token = await vault.tokenWith(
      'path "auth/token/create" { capabilities = ["update"] }',
    );
    const path = 'auth/token/create';
    await vault.post(path, { no_parent: true }, { token });
    await vault.post(path, { period: '1h' }, { token });
    await vault.post(path, { id: 'x' }, { token });
    await vault.post(path, {}, { token });
  },
  'a token with a use limit makes no children': async vault => {
    const made = await vault.prepare('POST', 'auth/token/create', {
      num_uses: 5,
      policies: ['root'],
      ttl: '5m',
    });
    const token = made.text('auth', 'client_token');
    await vault.post('auth/token/create', {}, { token });
  },
  'token tidy starts in the background': async vault => {
    await vault.post('auth/token/tidy');
  },
});
