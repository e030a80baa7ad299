import { ConformanceCase } from '../ConformanceCase';
import { VaultSession } from '../VaultSession';

const source =
  'Vault docs: Policies; vault/acl.go, vault/policy.go, vault/logical_system.go';

/** One policy text and what a token with it may do to some paths. */
interface CapabilityRow {
  readonly name: string;
  readonly policy: string;
  readonly paths: readonly string[];
}

const rows: readonly CapabilityRow[] = [
  {
    name: 'an exact path grants itself only',
    policy: 'path "secret/data/a" { capabilities = ["read"] }',
    paths: [
      'secret/data/a',
      'secret/data/ab',
      'secret/data/a/b',
      'secret/data',
    ],
  },
  {
    name: 'a trailing star grants everything below, and the prefix itself',
    policy: 'path "secret/data/a*" { capabilities = ["read", "list"] }',
    paths: [
      'secret/data/a',
      'secret/data/ab',
      'secret/data/a/b',
      'secret/data/b',
    ],
  },
  {
    name: 'a plus stands for exactly one segment',
    policy: 'path "secret/+/a" { capabilities = ["read"] }',
    paths: ['secret/data/a', 'secret/a', 'secret/x/y/a'],
  },
  {
    name: 'the longer pattern wins over the shorter',
    policy:
      'path "secret/data/*" { capabilities = ["read"] }\npath "secret/data/team/*" { capabilities = ["list"] }',
    paths: ['secret/data/x', 'secret/data/team/x'],
  },
  {
    name: 'an exact path wins over a glob',
    policy:
      'path "secret/data/*" { capabilities = ["read", "update"] }\npath "secret/data/a" { capabilities = ["list"] }',
    paths: ['secret/data/a', 'secret/data/b'],
  },
  {
    name: 'deny shadows every other capability',
    policy:
      'path "secret/data/*" { capabilities = ["read"] }\npath "secret/data/a" { capabilities = ["read", "deny"] }',
    paths: ['secret/data/a', 'secret/data/b'],
  },
  {
    name: 'a plus loses against a literal segment of the same length',
    policy:
      'path "secret/+/a" { capabilities = ["read"] }\npath "secret/data/*" { capabilities = ["list"] }',
    paths: ['secret/data/a'],
  },
  {
    name: 'sudo is a capability of its own',
    policy: 'path "sys/leases/lookup/*" { capabilities = ["list", "sudo"] }',
    paths: ['sys/leases/lookup/database/creds/x', 'sys/leases/lookup'],
  },
  {
    name: 'legacy policy words expand to capabilities',
    policy:
      'path "secret/r" { policy = "read" }\npath "secret/w" { policy = "write" }\npath "secret/s" { policy = "sudo" }\npath "secret/d" { policy = "deny" }',
    paths: ['secret/r', 'secret/w', 'secret/s', 'secret/d'],
  },
  {
    name: 'a policy in JSON means the same as in HCL',
    policy: '{"path": {"secret/data/a": {"capabilities": ["read", "create"]}}}',
    paths: ['secret/data/a', 'secret/data/b'],
  },
];

async function capabilities(
  vault: VaultSession,
  { policy, paths }: CapabilityRow,
): Promise<void> {
  const token = await vault.tokenWith(policy);
  await vault.post('sys/capabilities', { token, paths });
}

const capabilityCases = rows.map(
  (row): ConformanceCase => ({
    name: `capabilities: ${row.name}`,
    source,
    run: vault => capabilities(vault, row),
  }),
);

const invalidTexts: readonly (readonly [string, string])[] = [
  ['an unknown capability', 'path "a" { capabilities = ["reed"] }'],
  ['an unknown key', 'path "a" { capability = ["read"] }'],
  ['an unknown top-level key', 'paths "a" { capabilities = ["read"] }'],
  ['no HCL', 'path "a" {'],
  ['a plus inside a segment', 'path "a+b/c" { capabilities = ["read"] }'],
  ['an empty text', ''],
];

const invalidCases = invalidTexts.map(
  ([what, policy]): ConformanceCase => ({
    name: `a policy with ${what} is refused`,
    source,
    run: async vault => {
      await vault.put(`sys/policies/acl/${vault.unique('policy')}`, { policy });
    },
  }),
);

/** ACL policies: storing them and what they grant. */
export const policyCases: readonly ConformanceCase[] = [
  ...capabilityCases,
  ...invalidCases,
  {
    name: 'a policy is written, read, listed and removed',
    source,
    run: async vault => {
      const name = vault.unique('policy');
      const policy = 'path "secret/data/a" { capabilities = ["read"] }';
      await vault.put(`sys/policies/acl/${name}`, { policy });
      await vault.get(`sys/policies/acl/${name}`);
      await vault.get(`sys/policy/${name}`);
      await vault.delete(`sys/policies/acl/${name}`);
      await vault.get(`sys/policies/acl/${name}`);
      await vault.delete(`sys/policies/acl/${name}`);
    },
  },
  {
    name: 'policy names are folded to lower case',
    source,
    run: async vault => {
      const name = vault.unique('policy');
      const policy = 'path "a" { capabilities = ["read"] }';
      await vault.prepare('PUT', `sys/policies/acl/${name.toUpperCase()}`, {
        policy,
      });
      await vault.get(`sys/policies/acl/${name}`);
    },
  },
  {
    name: 'the built-in policies cannot be removed or rewritten',
    source,
    run: async vault => {
      await vault.delete('sys/policies/acl/root');
      await vault.delete('sys/policies/acl/default');
      await vault.put('sys/policies/acl/root', {
        policy: 'path "a" { capabilities = ["read"] }',
      });
      await vault.get('sys/policies/acl/root');
    },
  },
  {
    name: 'root may do everything, a token without policies nothing',
    source,
    run: async vault => {
      await vault.post('sys/capabilities-self', { paths: ['sys/mounts'] });
      const token = await vault.tokenWith(
        'path "sys/capabilities-self" { capabilities = ["update"] }',
      );
      await vault.post(
        'sys/capabilities-self',
        { paths: ['sys/mounts', 'sys/capabilities-self'] },
        { token },
      );
    },
  },
  {
    name: 'what a policy does not grant is refused with permission denied',
    source,
    run: async vault => {
      const token = await vault.tokenWith(
        'path "sys/mounts" { capabilities = ["list"] }',
      );
      await vault.get('sys/mounts', { token });
      await vault.get('sys/policies/acl/default', { token });
    },
  },
  {
    name: 'a path that needs sudo is refused without it',
    source,
    run: async vault => {
      const token = await vault.tokenWith(
        'path "sys/leases/lookup/*" { capabilities = ["list"] }\npath "auth/token/accessors*" { capabilities = ["list", "read"] }',
      );
      await vault.list('sys/leases/lookup/database/creds/x', { token });
      await vault.list('auth/token/accessors', { token });
    },
  },
  {
    name: 'create and update are told apart by whether the object exists',
    source,
    run: async vault => {
      const token = await vault.tokenWith(
        'path "secret/data/*" { capabilities = ["create"] }',
      );
      const path = `secret/data/${vault.unique('key')}`;
      await vault.post(path, { data: { a: '1' } }, { token });
      await vault.post(path, { data: { a: '2' } }, { token });
    },
  },
  {
    name: 'allowed and denied parameters limit what may be written',
    source,
    run: async vault => {
      const name = vault.unique('mount');
      await vault.prepare('POST', `sys/mounts/${name}`, { type: 'kv' });
      const token = await vault.tokenWith(
        `path "${name}/a" {\n capabilities = ["create", "update"]\n allowed_parameters = { "ttl" = ["1h", "2*"], "note" = [] }\n}\npath "${name}/b" {\n capabilities = ["create", "update"]\n denied_parameters = { "admin" = [] }\n}\npath "${name}/c" {\n capabilities = ["create", "update"]\n required_parameters = ["ttl"]\n}`,
      );
      await vault.post(`${name}/a`, { ttl: '1h', note: 'x' }, { token });
      await vault.post(`${name}/a`, { ttl: '24h' }, { token });
      await vault.post(`${name}/a`, { ttl: '3h' }, { token });
      await vault.post(`${name}/a`, { other: 'x' }, { token });
      await vault.post(`${name}/b`, { x: '1' }, { token });
      await vault.post(`${name}/b`, { admin: '1' }, { token });
      await vault.post(`${name}/c`, { x: '1' }, { token });
      await vault.post(`${name}/c`, { ttl: '1' }, { token });
    },
  },
];
