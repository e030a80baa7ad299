import { defineCases } from '../defineCases';

const source = 'Vault docs: Policies; vault/policy.go, hashicorp/hcl 1';

const rule = (path: string, ...capabilities: string[]) =>
  `path "${path}" { capabilities = ${JSON.stringify(capabilities)} }`;

/** How the text of a policy is read. */
export const policyTextCases = defineCases(source, {
  'policy names are told in a warning when folded': async vault => {
    const name = vault.unique('policy');
    await vault.put(`sys/policies/acl/X${name}`, {
      policy: rule('a', 'read'),
    });
  },
  'a policy may be base64 text': async vault => {
    const path = `sys/policies/acl/${vault.unique('policy')}`;
    const policy = Buffer.from(rule('a', 'read')).toString('base64');
    await vault.put(path, { policy });
    await vault.get(path);
  },
  'the old policy path takes rules with a warning': async vault => {
    const name = vault.unique('policy');
    await vault.put(`sys/policy/${name}`, { rules: rule('a', 'read') });
    await vault.get(`sys/policy/${name}`);
    await vault.delete(`sys/policy/${name}`);
    await vault.put(`sys/policies/acl/${name}`, { rules: rule('a', 'read') });
  },
  'policies that cannot be read are refused with the reason': async vault => {
    const path = `sys/policies/acl/${vault.unique('policy')}`;
    const texts = [
      'path "a" { capabilities = ["read" }',
      'path "a" { capabilities = "read" }',
      'path "a" { capabilities = ["read"]',
      'path a { capabilities = ["read"] }',
      'path { capabilities = ["read"] }',
      'path "a" { policy = "other" }',
      'path "a" { capabilities = ["read"] min_wrapping_ttl = "soon" }',
      'path "a" { capabilities = ["read"] min_wrapping_ttl = "2h" max_wrapping_ttl = "1h" }',
      'path "a+*" { capabilities = ["read"] }',
      'path "a/+*" { capabilities = ["read"] }',
      'path "a" { capabilities = [read] }',
      '{"path": {"a": {"capabilities": ["reed"]}}}',
      'hello',
      'path "a" = 5',
      '}',
      'path "a" { allowed_parameters = "x" }',
    ];
    for (const policy of texts) await vault.put(path, { policy });
  },
  'comments, heredocs and commas are read': async vault => {
    const path = `sys/policies/acl/${vault.unique('policy')}`;
    const policy = `# one\n// two\n/* three */\npath "a" {\n  capabilities = [\n    "read",\n    "list", # trailing\n  ]\n}\npath "b" { capabilities = ["read"], }`;
    await vault.put(path, { policy });
    await vault.get(path);
  },
  'a policy in JSON that breaks off': async vault => {
    const path = `sys/policies/acl/${vault.unique('policy')}`;
    await vault.put(path, { policy: '{"path": ' });
  },
});
