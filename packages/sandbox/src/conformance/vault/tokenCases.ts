import { ConformanceCase } from '../ConformanceCase';
import { Json } from '../Transcript';

const source = 'Vault API: auth/token; vault/token_store.go';

const creations: readonly (readonly [string, Json])[] = [
  ['with a TTL', { ttl: '10m' }],
  ['with seconds as a number', { ttl: 600 }],
  ['that is periodic', { period: '30m' }],
  ['with an explicit max TTL', { ttl: '1h', explicit_max_ttl: '10m' }],
  ['that cannot be renewed', { ttl: '10m', renewable: false }],
  ['with a use limit', { ttl: '10m', num_uses: 3 }],
  [
    'without the default policy',
    { ttl: '10m', no_default_policy: true, policies: ['x'] },
  ],
  [
    'with metadata and a display name',
    { ttl: '10m', meta: { team: 'a' }, display_name: 'ci job' },
  ],
  ['of type batch', { ttl: '10m', type: 'batch', policies: ['default'] }],
  ['with an unparsable TTL', { ttl: 'soon' }],
  ['with a negative TTL', { ttl: '-5m' }],
  ['with a type nobody knows', { type: 'other' }],
  ['with a policy list that is no list', { policies: { a: 1 }, ttl: '1m' }],
];

const creationCases = creations.map(
  ([what, body]): ConformanceCase => ({
    name: `a token ${what} is created or refused as documented`,
    source,
    run: async vault => {
      const answer = await vault.post('auth/token/create', body);
      const token = answer.at('auth', 'client_token');
      if (typeof token !== 'string') return;
      await vault.post('auth/token/lookup', { token });
    },
  }),
);

/** Tokens: creation, look-up, renewal, trees. */
export const tokenCases: readonly ConformanceCase[] = [
  ...creationCases,
  {
    name: 'a token looks itself up, renews itself and ends itself',
    source,
    run: async vault => {
      const created = await vault.prepare('POST', 'auth/token/create', {
        ttl: '10m',
        policies: ['default'],
      });
      const token = created.text('auth', 'client_token');
      await vault.get('auth/token/lookup-self', { token });
      await vault.post('auth/token/renew-self', {}, { token });
      await vault.post('auth/token/renew-self', { increment: '1h' }, { token });
      await vault.post('auth/token/revoke-self', {}, { token });
      await vault.get('auth/token/lookup-self', { token });
    },
  },
  {
    name: 'a token is found and ended by its accessor',
    source,
    run: async vault => {
      const created = await vault.prepare('POST', 'auth/token/create', {
        ttl: '10m',
      });
      const accessor = created.text('auth', 'accessor');
      vault.alias(accessor, 'accessor');
      await vault.post('auth/token/lookup-accessor', { accessor });
      await vault.post('auth/token/renew-accessor', { accessor });
      await vault.post('auth/token/revoke-accessor', { accessor });
      await vault.post('auth/token/lookup-accessor', { accessor });
    },
  },
  {
    name: 'ending a token ends its children',
    source,
    run: async vault => {
      const parent = await vault.prepare('POST', 'auth/token/create', {
        ttl: '10m',
        policies: ['root'],
      });
      const token = parent.text('auth', 'client_token');
      const child = await vault.post(
        'auth/token/create',
        { ttl: '5m' },
        { token },
      );
      await vault.post('auth/token/revoke', { token });
      await vault.post('auth/token/lookup', {
        token: child.text('auth', 'client_token'),
      });
    },
  },
  {
    name: 'an orphan outlives the token that made it',
    source,
    run: async vault => {
      const parent = await vault.prepare('POST', 'auth/token/create', {
        ttl: '10m',
        policies: ['root'],
      });
      const token = parent.text('auth', 'client_token');
      const orphan = await vault.post(
        'auth/token/create-orphan',
        { ttl: '5m' },
        { token },
      );
      await vault.post('auth/token/revoke', { token });
      await vault.post('auth/token/lookup', {
        token: orphan.text('auth', 'client_token'),
      });
    },
  },
  {
    name: 'a token with a use limit ends with its last use',
    source,
    run: async vault => {
      const created = await vault.prepare('POST', 'auth/token/create', {
        ttl: '10m',
        num_uses: 2,
        policies: ['default'],
      });
      const token = created.text('auth', 'client_token');
      await vault.get('auth/token/lookup-self', { token });
      await vault.get('auth/token/lookup-self', { token });
      await vault.get('auth/token/lookup-self', { token });
    },
  },
  {
    name: 'looking up a token nobody has is refused',
    source,
    run: async vault => {
      await vault.post('auth/token/lookup', { token: 'hvs.unknown' });
      await vault.post('auth/token/lookup-accessor', { accessor: 'unknown' });
      await vault.post('auth/token/renew', { token: 'hvs.unknown' });
      await vault.post('auth/token/revoke', { token: 'hvs.unknown' });
    },
  },
  {
    name: 'a token cannot give away policies it does not have',
    source,
    run: async vault => {
      const token = await vault.tokenWith(
        'path "auth/token/create" { capabilities = ["update"] }',
      );
      await vault.post('auth/token/create', { policies: ['root'] }, { token });
      await vault.post('auth/token/create', { policies: ['other'] }, { token });
    },
  },
  {
    name: 'the root token never expires',
    source,
    run: async vault => {
      await vault.get('auth/token/lookup-self');
      await vault.post('auth/token/renew-self');
    },
  },
];
