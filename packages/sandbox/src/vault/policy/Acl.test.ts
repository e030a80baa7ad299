import { Acl, AclOperation } from './Acl';
import { parsePolicy } from './parsePolicy';

/** A policy from lines of `pattern: capability,capability`. */
async function aclFrom(rules: Record<string, string>): Promise<Acl> {
  const path = Object.fromEntries(
    Object.entries(rules).map(([pattern, words]) => [
      pattern,
      { capabilities: words.split(',') },
    ]),
  );
  return new Acl(await parsePolicy(JSON.stringify({ path })), false);
}

function request(operation: AclOperation, path: string, needsSudo = false) {
  const slashed = operation === 'list' && !path.endsWith('/');
  return {
    operation,
    path: slashed ? `${path}/` : path,
    data: {},
    needsSudo,
  };
}

describe('the rule that decides', () => {
  it.each<[Record<string, string>, `${AclOperation} ${string}`, boolean]>([
    [{ 'secret/*': 'read', 'secret/a': 'deny' }, 'read secret/a', false],
    [{ 'secret/*': 'read', 'secret/a': 'deny' }, 'read secret/ab', true],
    [{ 'secret/a*': 'read', 'secret/+': 'deny' }, 'read secret/abc', true],
    [{ 'secret/*': 'read', 'secret/+': 'deny' }, 'read secret/abc', false],
    [{ 'secret/*': 'deny', 'secret/+/x': 'read' }, 'read secret/b/x', true],
    [{ 'a/b/+/d': 'read', 'a/+/c/d': 'deny' }, 'read a/b/c/d', true],
    [{ 'a/+/c*': 'read', 'a/+/cc': 'deny' }, 'read a/b/cc', false],
    [{ 'a/+/+': 'read', 'a/+/c': 'deny' }, 'read a/b/c', false],
    [{ 'a/*': 'list' }, 'list a', true],
    [{ 'a/*': 'read' }, 'read a', false],
    [{ a: 'list' }, 'list a', true],
    [{ 'a/+': 'list' }, 'list a', true],
    [{ 'a/+': 'list' }, 'list a/b', true],
    [{ 'a/+/*': 'read' }, 'read a/b', false],
    [{ 'a/+/*': 'read' }, 'read a/b/', true],
    [{ 'a/b*': 'deny', 'a/b/*': 'list' }, 'list a/b', false],
    [{ 'a/+': 'deny', 'a/b/*': 'list' }, 'list a/b', false],
    [{ 'a/*': 'list', 'a/+': 'deny' }, 'list a/b', false],
    [{ 'a/*/c': 'read' }, 'read a/b/c', false],
    [{ 'a/x+': 'read' }, 'read a/xy', false],
    [{ '*': 'read' }, 'read anything/at/all', true],
    [{ '/a/b': 'read' }, 'read a/b', true],
    [{ 'a/*': 'read', 'a/b*': 'update' }, 'read a/bc', false],
    [{ 'a/b': 'update' }, 'create a/b', false],
    [{ 'a/b': 'create' }, 'update a/b', false],
  ])('of %j for %s allows: %s', async (rules, asked, allowed) => {
    const acl = await aclFrom(rules);
    // The table's type allows operations only before the blank.
    const [operation, path] = asked.split(' ');
    expect(acl.allows(request(operation as AclOperation, path))).toBe(allowed);
  });

  it('refuses a protected path when only a broader rule has sudo', async () => {
    const acl = await aclFrom({
      'sys/leases/lookup/*': 'sudo',
      'sys/leases/lookup/database/creds/r': 'list',
    });
    const asked = request('list', 'sys/leases/lookup/database/creds/r', true);
    expect(acl.allows(asked)).toBe(false);
  });

  it('allows a protected path with list and sudo in one rule', async () => {
    const acl = await aclFrom({
      'sys/leases/lookup/database/creds/+': 'list,sudo',
    });
    const asked = request('list', 'sys/leases/lookup/database/creds/r', true);
    expect(acl.allows(asked)).toBe(true);
  });

  it('adds up the capabilities of equal patterns in two policies', async () => {
    const policies = await Promise.all([
      parsePolicy('path "a/*" { capabilities = ["read"] }'),
      parsePolicy('path "a/*" { capabilities = ["list"] }'),
    ]);
    expect(new Acl(policies.flat(), false).capabilities('a/x')).toEqual([
      'list',
      'read',
    ]);
  });

  it('denies when one of two equal patterns denies', async () => {
    const policies = await Promise.all([
      parsePolicy('path "a" { capabilities = ["read"] }'),
      parsePolicy('path "a" { capabilities = ["deny"] }'),
    ]);
    expect(new Acl(policies.flat(), false).capabilities('a')).toEqual(['deny']);
  });
});

describe('parameter rules', () => {
  const policy = `
path "roles/+" {
  capabilities = ["update", "read"]
  required_parameters = ["db_name"]
  allowed_parameters = {
    "db_name" = ["app-*"]
    "default_ttl" = []
  }
  denied_parameters = { "max_ttl" = ["24h"] }
}`;

  it.each([
    [{ db_name: 'app-one' }, true],
    [{ db_name: 'app-one', default_ttl: '1h' }, true],
    [{ DB_NAME: 'app-one' }, true],
    [{ db_name: 'other' }, false],
    [{ default_ttl: '1h' }, false],
    [{ db_name: 'app-one', stranger: true }, false],
    [{ db_name: 'app-one', max_ttl: '24h' }, false],
  ])('for %j allow: %s', async (data, allowed) => {
    const acl = new Acl(await parsePolicy(policy), false);
    const asked = { ...request('update', 'roles/x'), data };
    expect(acl.allows(asked)).toBe(allowed);
  });

  it('refuse an unwrapped response where a wrapping TTL is demanded', async () => {
    const text =
      'path "a" {\n capabilities = ["read"]\n min_wrapping_ttl = "1m"\n max_wrapping_ttl = 300\n}';
    const acl = new Acl(await parsePolicy(text), false);
    const asked = request('read', 'a');
    expect(acl.allows(asked)).toBe(false);
    expect(acl.allows({ ...asked, wrapTtl: 30 })).toBe(false);
    expect(acl.allows({ ...asked, wrapTtl: 120 })).toBe(true);
    expect(acl.allows({ ...asked, wrapTtl: 301 })).toBe(false);
  });
});

describe('parsePolicy', () => {
  it.each([
    ['path "a" { capabilities = ["frob"] }', 'invalid capability "frob"'],
    ['path "a" { caps = ["read"] }', 'invalid key "caps"'],
    ['pth "a" { capabilities = ["read"] }', 'invalid key "pth"'],
    ['path "a" { policy = "admin" }', 'invalid policy "admin"'],
    ['path "a/+*" { capabilities = ["read"] }', "'+*' is forbidden"],
    ['path "a" {', 'failed to parse policy'],
    ['{"path": ', 'failed to parse policy'],
    ['path "a/{{x" { capabilities = ["read"] }', 'templating'],
  ])('refuses %s because of %s', async (text, reason) => {
    await expect(parsePolicy(text)).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining(reason),
    });
  });

  it('reads the legacy shorthand as capabilities', async () => {
    const [{ rule }] = await parsePolicy('path "a" { policy = "write" }');
    expect([...rule.capabilities].sort()).toEqual([
      'create',
      'delete',
      'list',
      'read',
      'update',
    ]);
  });

  it('keeps text that looks like an interpolation', async () => {
    const text = 'path "a/${b}/%{c}" { capabilities = ["read"] }';
    expect((await parsePolicy(text))[0].path).toBe('a/${b}/%{c}');
  });
});
