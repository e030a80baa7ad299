import { PolicyTextError, readPolicyText } from './policyText';

describe('readPolicyText', () => {
  it('reads blocks of HCL in their order, with comments, commas and heredocs', () => {
    const rules = readPolicyText(`
      # reader
      name = "grade-api"
      path "database/creds/grade-api-role" { capabilities = ["read",] }
      // one line that HCL 2 would reject
      path "/pki_int/sign/*" { policy = "write"
        allowed_parameters = { "common_name" = ["a.b"], "*" = [] } }
      path "secret/{{identity.entity.name}}/+" {
        capabilities = ["read", "deny"]
        required_parameters = ["x"]
        comment = <<EOT
} path "*" { capabilities = ["sudo"] }
EOT
      }
      /* path "*" { capabilities = ["sudo"] } */
    `);

    expect(rules).toEqual([
      {
        path: 'database/creds/grade-api-role',
        capabilities: ['read'],
        limitsParameters: false,
      },
      {
        path: 'pki_int/sign/*',
        capabilities: ['create', 'read', 'update', 'delete', 'list'],
        limitsParameters: true,
      },
      {
        path: 'secret/{{identity.entity.name}}/+',
        capabilities: ['deny'],
        limitsParameters: false,
      },
    ]);
  });

  it('reads JSON, also with a list of blocks', () => {
    const one = { path: { 'a/b': { capabilities: ['read', 'list'] } } };
    const many = { path: [{ a: { capabilities: ['read'] } }, { b: {} }] };

    expect(readPolicyText(JSON.stringify(one, undefined, 2))).toEqual([
      { path: 'a/b', capabilities: ['read', 'list'], limitsParameters: false },
    ]);
    expect(
      readPolicyText(JSON.stringify(many)).map(({ path }) => path),
    ).toEqual(['a', 'b']);
  });

  it('keeps an escaped quote inside a path instead of ending it', () => {
    const text =
      'path "a\\" { capabilities = [\\"sudo\\"] } path \\"b" { capabilities = ["read"] }';

    expect(readPolicyText(text)).toHaveLength(1);
  });

  it('answers no rule for the empty text of root', () => {
    expect(readPolicyText('')).toEqual([]);
  });

  it.each([
    'path "a" {',
    'path "a" { capabilities = ["read" }',
    'path "a" { capabilities = "read',
    '}',
    '@',
    '{"path": {',
    `path "a" { x = ${'['.repeat(50)}`,
    `# ${'x'.repeat(300_000)}`,
  ])('rejects as a whole what it cannot read: %.40s', text => {
    expect(() => readPolicyText(text)).toThrow(PolicyTextError);
  });

  it('takes linear time on hostile text', () => {
    const started = Date.now();
    for (const part of ['{', '"', '\\', '/*', '<<A\n', 'a "b" ']) {
      expect(() => readPolicyText(part.repeat(20_000))).toThrow(
        PolicyTextError,
      );
    }
    expect(Date.now() - started).toBeLessThan(5000);
  });
});
