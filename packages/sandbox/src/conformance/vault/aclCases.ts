import { defineCases } from '../defineCases';

const source =
  'Vault docs: Policies (priority matching, fine-grained control); vault/acl.go';

/** A rule set and the operations tried with a token that has it. */
interface Row {
  readonly policy: readonly string[];
  readonly paths: readonly string[];
}

const rule = (path: string, ...capabilities: string[]) =>
  `path "${path}" { capabilities = ${JSON.stringify(capabilities)} }`;

const rows: Readonly<Record<string, Row>> = {
  'star rule beats plus rule whose wildcard comes earlier': {
    policy: [rule('secret/a*', 'read'), rule('secret/+', 'deny')],
    paths: ['secret/abc', 'secret/b'],
  },
  'plus rule beats a star rule of the same place': {
    policy: [rule('secret/*', 'read'), rule('secret/+', 'deny')],
    paths: ['secret/abc', 'secret/a/b'],
  },
  'plus rule below a denied star': {
    policy: [rule('secret/*', 'deny'), rule('secret/+/x', 'read')],
    paths: ['secret/b/x', 'secret/b/y'],
  },
  'later first plus wins': {
    policy: [rule('a/b/+/d', 'read'), rule('a/+/c/d', 'deny')],
    paths: ['a/b/c/d'],
  },
  'rule without a star beats one with': {
    policy: [rule('a/+/c*', 'read'), rule('a/+/cc', 'deny')],
    paths: ['a/b/cc', 'a/b/cd'],
  },
  'fewer plus segments win': {
    policy: [rule('a/+/+', 'read'), rule('a/+/c', 'deny')],
    paths: ['a/b/c', 'a/b/d'],
  },
  'plus and star together': {
    policy: [rule('a/+/*', 'read')],
    paths: ['a/b', 'a/b/', 'a/b/c', 'a/b/c/d'],
  },
  'star inside a path is literal': {
    policy: [rule('a/*/c', 'read')],
    paths: ['a/b/c', 'a/*/c'],
  },
  'plus alone matches the first segment': {
    policy: [rule('+', 'read'), rule('+/x', 'list')],
    paths: ['a', 'a/x', 'a/y'],
  },
  'leading slash of a rule is ignored': {
    policy: [rule('/secret/a', 'read')],
    paths: ['secret/a', '/secret/a'],
  },
  'path asked with a slash falls back to the one without': {
    policy: [rule('secret/a', 'list'), rule('secret/b/', 'list')],
    paths: ['secret/a/', 'secret/b', 'secret/b/'],
  },
  'everything and nothing': {
    policy: [rule('*', 'read'), rule('sys/*', 'deny')],
    paths: ['a', 'sys/mounts', 'sys'],
  },
  'same path twice in one policy adds up': {
    policy: [rule('a', 'read'), rule('a', 'list'), rule('a', 'sudo')],
    paths: ['a'],
  },
  'same path twice with deny is denied': {
    policy: [rule('a', 'read'), rule('a', 'deny'), rule('a', 'list')],
    paths: ['a'],
  },
  'empty capability list grants nothing': {
    policy: [rule('a')],
    paths: ['a'],
  },
  'patch is a capability': {
    policy: [rule('a', 'patch', 'create')],
    paths: ['a'],
  },
};

const rowCases = defineCases(
  source,
  Object.fromEntries(
    Object.entries(rows).map(([name, { policy, paths }]) => [
      `rule choice: ${name}`,
      async vault => {
        const token = await vault.tokenWith(policy.join('\n'));
        await vault.post('sys/capabilities', { token, paths });
      },
    ]),
  ),
);

/** Which rule decides, and what it takes to read, list and write. */
export const aclCases = [
  ...rowCases,
  ...defineCases(source, {
    'policies of one token are merged': async vault => {
      const names = [vault.unique('one'), vault.unique('two')];
      const texts = [rule('a', 'read'), rule('a', 'update')];
      for (const [index, name] of names.entries()) {
        await vault.prepare('PUT', `sys/policies/acl/${name}`, {
          policy: texts[index],
        });
      }
      const made = await vault.post('auth/token/create', {
        policies: names,
        no_default_policy: true,
        ttl: '5m',
      });
      const token = made.text('auth', 'client_token');
      await vault.post('sys/capabilities', { token, paths: ['a'] });
    },
    'a changed policy counts at once, a removed one no more': async vault => {
      const name = vault.unique('policy');
      const path = `sys/policies/acl/${name}`;
      await vault.prepare('PUT', path, { policy: rule('a', 'read') });
      const made = await vault.prepare('POST', 'auth/token/create', {
        policies: [name],
        ttl: '5m',
      });
      const token = made.text('auth', 'client_token');
      await vault.prepare('PUT', path, { policy: rule('a', 'list') });
      await vault.post('sys/capabilities', { token, paths: ['a'] });
      await vault.prepare('DELETE', path);
      await vault.post('sys/capabilities', { token, paths: ['a'] });
    },
    'a list needs list on the path with or without slash': async vault => {
      const mount = await vault.mount('kv');
      await vault.prepare('POST', `${mount}/a`, { k: 'v' });
      const below = await vault.tokenWith(rule(`${mount}/*`, 'list'));
      const exact = await vault.tokenWith(rule(mount, 'list'));
      const reader = await vault.tokenWith(rule(`${mount}/*`, 'read'));
      await vault.list(mount, { token: below });
      await vault.list(mount, { token: exact });
      await vault.list(mount, { token: reader });
      await vault.get(`${mount}/a`, { token: below });
    },
    'update alone does not create where existence is checked': async vault => {
      const mount = await vault.mount('database');
      const token = await vault.tokenWith(rule(`${mount}/*`, 'update'));
      await vault.post(`${mount}/roles/r`, { db_name: 'd' }, { token });
      const both = await vault.tokenWith(rule(`${mount}/*`, 'create'));
      await vault.post(
        `${mount}/roles/r`,
        { db_name: 'd', creation_statements: ['x'] },
        { token: both },
      );
      await vault.post(`${mount}/roles/r`, { db_name: 'e' }, { token: both });
    },
    'create alone does not write where existence is not checked':
      async vault => {
        const mount = await vault.mount('pki');
        const token = await vault.tokenWith(
          `${rule(`${mount}/*`, 'create')}\n${rule(
            'sys/policies/acl/*',
            'create',
          )}`,
        );
        await vault.post(`${mount}/roles/r`, {}, { token });
        const policy = rule('a', 'read');
        await vault.put('sys/policies/acl/made', { policy }, { token });
      },
    'credentials of a role are read, certificates are updated': async vault => {
      const database = await vault.mount('database');
      const pki = await vault.mount('pki');
      const token = await vault.tokenWith(
        `${rule(`${database}/creds/*`, 'update')}\n${rule(
          `${pki}/issue/*`,
          'read',
        )}`,
      );
      await vault.get(`${database}/creds/r`, { token });
      await vault.post(`${pki}/issue/r`, {}, { token });
    },
    'parameters in capitals are the same': async vault => {
      const mount = await vault.mount('kv');
      const token = await vault.tokenWith(
        `path "${mount}/a" {\n capabilities = ["create", "update"]\n allowed_parameters = { "TTL" = ["1h"] }\n}`,
      );
      await vault.post(`${mount}/a`, { ttl: '1h' }, { token });
      await vault.post(`${mount}/a`, { TTL: '1h' }, { token });
      await vault.post(`${mount}/a`, { ttl: '2h' }, { token });
    },
    'a star among allowed parameters lets others through': async vault => {
      const mount = await vault.mount('kv');
      const token = await vault.tokenWith(
        `path "${mount}/a" {\n capabilities = ["create", "update"]\n allowed_parameters = { "*" = [], "n" = [1, "one"] }\n denied_parameters = { "x" = ["bad*"] }\n}`,
      );
      await vault.post(`${mount}/a`, { other: 'x' }, { token });
      await vault.post(`${mount}/a`, { n: 1 }, { token });
      await vault.post(`${mount}/a`, { n: 2 }, { token });
      await vault.post(`${mount}/a`, { x: 'badly' }, { token });
      await vault.post(`${mount}/a`, { x: 'good' }, { token });
    },
    'wrapping may be demanded': async vault => {
      const mount = await vault.mount('kv');
      await vault.prepare('POST', `${mount}/a`, { k: 'v' });
      const token = await vault.tokenWith(
        `path "${mount}/a" {\n capabilities = ["read"]\n min_wrapping_ttl = "1m"\n max_wrapping_ttl = 600\n}`,
      );
      const headers = (ttl: string) => ({ 'X-Vault-Wrap-TTL': ttl });
      await vault.get(`${mount}/a`, { token });
      await vault.get(`${mount}/a`, { token, headers: headers('30s') });
      await vault.get(`${mount}/a`, { token, headers: headers('5m') });
      await vault.get(`${mount}/a`, { token, headers: headers('1h') });
    },
    'the default policy lets a token look after itself': async vault => {
      const made = await vault.prepare('POST', 'auth/token/create', {
        policies: ['default'],
        ttl: '5m',
      });
      const token = made.text('auth', 'client_token');
      await vault.post('sys/capabilities', {
        token,
        paths: [
          'auth/token/lookup-self',
          'auth/token/renew-self',
          'auth/token/revoke-self',
          'sys/capabilities-self',
          'sys/internal/ui/resultant-acl',
          'sys/leases/renew',
          'sys/leases/lookup',
          'sys/leases/revoke',
          'cubbyhole/x',
          'sys/wrapping/wrap',
          'sys/wrapping/lookup',
          'sys/wrapping/unwrap',
          'sys/tools/hash',
          'sys/mounts',
        ],
      });
    },
    'capabilities without paths or token are refused': async vault => {
      await vault.post('sys/capabilities-self', {});
      await vault.post('sys/capabilities', { paths: ['a'] });
      await vault.post('sys/capabilities', {
        token: 's.unknown',
        paths: ['a'],
      });
      await vault.post('sys/capabilities-accessor', { paths: ['a'] });
      await vault.post('sys/capabilities-self', { paths: 'a,b' });
      await vault.post('sys/capabilities-self', { paths: [] });
    },
    'capabilities by accessor': async vault => {
      const made = await vault.prepare('POST', 'auth/token/create', {
        policies: ['default'],
        ttl: '5m',
      });
      const accessor = made.text('auth', 'accessor');
      await vault.post('sys/capabilities-accessor', {
        accessor,
        paths: ['auth/token/lookup-self', 'sys/mounts'],
      });
    },
  }),
];
