import { defineCases } from '../defineCases';
import { Json } from '../Transcript';

const source =
  'Vault API: HTTP API overview; http/logical.go, sdk/framework/field_data.go';

const MEBIBYTE = 1024 * 1024;
const TOO_LARGE_MEBIBYTES = 33;

const roleBodies: Readonly<Record<string, Json>> = {
  'a number where a list belongs': { bound_service_account_names: 5 },
  'an object where a list belongs': { bound_service_account_names: { a: 1 } },
  'a list where a text belongs': { audience: ['a'] },
  'an object where a text belongs': { audience: { a: 'b' } },
  'a number where a text belongs': { audience: 5 },
  'a boolean where a text belongs': { audience: true },
  'a word where a duration belongs': { token_ttl: 'soon' },
  'a negative duration': { token_ttl: -5 },
  'a fraction where a duration belongs': { token_ttl: 1.5 },
  'a list where a duration belongs': { token_ttl: [1] },
  'days as a duration': { token_ttl: '2d' },
  'an empty text where a duration belongs': { token_ttl: '' },
  'a word where a boolean belongs': { token_no_default_policy: 'perhaps' },
  'a number where a boolean belongs': { token_no_default_policy: 1 },
  'a word where a count belongs': { token_num_uses: 'many' },
  'a negative count': { token_num_uses: -1 },
  'a count as text': { token_num_uses: '3' },
  'an address range that is none': { token_bound_cidrs: 'everywhere' },
  'a null where a list belongs': { token_policies: null },
  'a list of numbers as policies': { token_policies: [1, 2] },
};

const roleCases = defineCases(
  source,
  Object.fromEntries(
    Object.entries(roleBodies).map(([what, body]) => [
      `a role with ${what} is taken or refused by its type`,
      async vault => {
        const mount = await vault.authMount('kubernetes');
        await vault.post(`auth/${mount}/role/r`, {
          bound_service_account_names: 'sa',
          bound_service_account_namespaces: 'ns',
          ...(typeof body === 'object' && body !== null ? body : {}),
        });
        await vault.get(`auth/${mount}/role/r`);
      },
    ]),
  ),
);

/** How bodies, methods and headers are read. */
export const requestShapeCases = [
  ...roleCases,
  ...defineCases(source, {
    'malformed JSON is refused with the place it breaks at': async vault => {
      const path = 'sys/policies/acl/x';
      for (const rawBody of ['{"a": tru}', '{"a" 1}', '{"a": 1,}', '{a: 1}']) {
        await vault.post(path, {}, { rawBody });
      }
      await vault.post(path, {}, { rawBody: '{"a": "\u0001"}' });
      await vault.post(path, {}, { rawBody: '5' });
      await vault.post(path, {}, { rawBody: 'null' });
      await vault.post(path, {}, { rawBody: '{} trailing' });
    },
    'malformed JSON is refused before the token is looked at': async vault => {
      const path = 'sys/policies/acl/x';
      await vault.post(path, {}, { rawBody: '{', token: null });
    },
    'a body beyond 32 MiB is refused': async vault => {
      const filler = 'x'.repeat(TOO_LARGE_MEBIBYTES * MEBIBYTE);
      const rawBody = `{"policy": "${filler}"}`;
      await vault.post('sys/policies/acl/huge', {}, { rawBody });
    },
    'a form body is read as fields': async vault => {
      const mount = await vault.mount('kv');
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
      await vault.post(`${mount}/a`, {}, { headers, rawBody: 'k=v&n=1' });
      await vault.get(`${mount}/a`);
    },
    'a PATCH without its content type is refused': async vault => {
      const mount = await vault.versionedKv();
      const body = { data: { a: '1' } };
      const headers = { 'Content-Type': 'application/json' };
      await vault.patch(`${mount}/data/a`, body, { headers });
      await vault.patch(`${mount}/data/a`, body);
    },
    'methods nobody knows are refused': async vault => {
      await vault.method('PROPFIND', 'sys/mounts');
    },
    'the verb LIST is the same as a GET with list=true': async vault => {
      const mount = await vault.mount('kv');
      await vault.prepare('POST', `${mount}/a`, { k: 'v' });
      await vault.get(`${mount}/?list=true`);
      await vault.get(`${mount}?list=1`);
      await vault.get(`${mount}?list=TRUE`);
      await vault.get(`${mount}?list=false`);
      await vault.get(`${mount}?list=perhaps`);
    },
    'a write to a path that ends in a slash is refused': async vault => {
      const mount = await vault.mount('kv');
      await vault.post(`${mount}/a/`, { k: 'v' });
      await vault.delete(`${mount}/a/`);
      await vault.get(`${mount}/a/`);
    },
    'an unknown path below a mount is 404, a method it lacks 405':
      async vault => {
        const mount = await vault.mount('database');
        await vault.get(`${mount}/nothing`);
        await vault.post(`${mount}/nothing/at/all`);
        await vault.delete(`${mount}/creds/r`);
        await vault.post(`${mount}/creds/r`);
        await vault.get(`${mount}/reset/x`);
        await vault.list(`${mount}/creds`);
      },
    'an unknown path below sys is 404': async vault => {
      await vault.get('sys/nothing');
      await vault.post('sys/leases/nothing');
      await vault.get('sys/nothing', { token: null });
    },
    'an encoded slash is a slash': async vault => {
      const mount = await vault.mount('kv');
      await vault.post(`${mount}/a%2Fb`, { k: 'v' });
      await vault.list(`${mount}/a`);
    },
    'names are case-sensitive in paths': async vault => {
      const mount = await vault.mount('kv');
      await vault.post(`${mount}/Key`, { k: 'v' });
      await vault.get(`${mount}/key`);
      await vault.get('SYS/mounts');
    },
    'characters that cannot be printed are refused in paths': async vault => {
      await vault.get('sys/policies/acl/a%00b');
      await vault.get('sys/policies/acl/a%0ab');
    },
    'a preflight of a browser is no request': async vault => {
      await vault.method('OPTIONS', 'sys/mounts');
    },
    'path escapes do not leave the mount': async vault => {
      await vault.get('secret/data/..%2f..%2fsys/mounts');
      await vault.post('sys/policies/acl/%2e%2e%2froot', { policy: 'x' });
      await vault.get('sys/policies/acl/a%20b');
    },
    'fields that no handler knows are named in a warning': async vault => {
      const mount = await vault.mount('pki');
      await vault.post(`${mount}/roles/r`, {
        allow_any_name: true,
        alow_any_nam: 1,
        another: 2,
      });
    },
    'a field that the path already holds is replaced with a warning':
      async vault => {
        const mount = await vault.mount('pki');
        await vault.post(`${mount}/roles/r`, { name: 'other' });
      },
    'query values of a read are its fields': async vault => {
      await vault.get('sys/leases/count?type=irrevocable');
      await vault.get('sys/leases/count?type=other');
      await vault.get('sys/leases/count');
    },
    'the token header wins over a bearer header': async vault => {
      const headers = { Authorization: 'Bearer s.nothing' };
      await vault.get('sys/capabilities-self', { headers });
      await vault.get('auth/token/lookup-self', { token: null, headers });
      const basic = { Authorization: 'Basic s.nothing' };
      await vault.get('auth/token/lookup-self', {
        token: null,
        headers: basic,
      });
    },
    'a namespace nobody made is refused': async vault => {
      const headers = { 'X-Vault-Namespace': 'nobody/made/this' };
      await vault.get('auth/token/lookup-self', { headers });
    },
    'the root namespace may be named': async vault => {
      const headers = { 'X-Vault-Namespace': 'root' };
      await vault.get('sys/policies/acl/root', { headers });
    },
    'an empty token header is no token': async vault => {
      await vault.get('sys/mounts', { token: '' });
      await vault.get('sys/mounts', { token: 'x' });
      await vault.get('sys/mounts', { token: 'with spaces in it' });
    },
  }),
];
