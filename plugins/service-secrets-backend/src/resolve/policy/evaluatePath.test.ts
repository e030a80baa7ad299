import type { Policy } from 'backstage-plugin-service-secrets-node';

import { evaluatePath } from './evaluatePath';

/** `path capabilities`, a rule a line. */
function aPolicyOf(name: string, ...rules: string[]): Policy {
  return {
    name,
    rules: rules.map(rule => {
      const [path, capabilities = ''] = rule.split(' ');
      return {
        path,
        capabilities: capabilities.split(',').filter(word => word !== ''),
        limitsParameters: false,
      };
    }),
  };
}

describe('evaluatePath', () => {
  it.each([
    [
      'an exact rule over a prefix',
      ['secret/* read', 'secret/a deny'],
      'secret/a: denied',
    ],
    [
      'the prefix for other names',
      ['secret/* read', 'secret/a deny'],
      'secret/ab: granted',
    ],
    [
      'a longer prefix over a segment',
      ['secret/a* read', 'secret/+ deny'],
      'secret/abc: granted',
    ],
    [
      'a segment over a shorter prefix',
      ['secret/* read', 'secret/+ deny'],
      'secret/abc: denied',
    ],
    [
      'a segment with an end over a prefix',
      ['secret/* deny', 'secret/+/x read'],
      'secret/b/x: granted',
    ],
    [
      'the later wildcard',
      ['a/b/+/d read', 'a/+/c/d deny'],
      'a/b/c/d: granted',
    ],
    ['no star over a star', ['a/+/c* read', 'a/+/cc deny'], 'a/b/cc: denied'],
    ['fewer segments', ['a/+/+ read', 'a/+/c deny'], 'a/b/c: denied'],
    ['nothing for the bare mount', ['a/* read'], 'a: denied'],
    ['a star below a segment only deeper', ['a/+/* read'], 'a/b: denied'],
    [
      'a star below a segment with an empty name',
      ['a/+/* read'],
      'a/b/: granted',
    ],
    ['an inner star literally', ['a/*/c read'], 'a/b/c: denied'],
    ['a leading slash as none', ['/a/b read'], 'a/b: granted'],
    [
      'a rule without capabilities as a refusal',
      ['a/* read', 'a/b'],
      'a/b: denied',
    ],
    ['a plus inside a segment literally', ['a/x+ read'], 'a/xy: denied'],
  ] as const)('takes %s', (_what, rules, outcome) => {
    const [path, verdict] = outcome.split(': ');
    const result = evaluatePath([aPolicyOf('p', ...rules)], path, 'read');

    expect(result.verdict).toBe(verdict);
  });

  it('joins capabilities of one pattern over policies, and lets deny win', () => {
    const read = aPolicyOf('one', 'a/b read');
    const list = aPolicyOf('two', 'a/b list');
    const deny = aPolicyOf('three', 'a/b deny');

    expect(evaluatePath([list, read], 'a/b', 'read')).toEqual({
      verdict: 'granted',
      pattern: 'a/b',
      policies: ['two', 'one'],
    });
    expect(evaluatePath([read, deny], 'a/b', 'read').verdict).toBe('denied');
  });

  it('cannot decide when a rule depends on who logs in', () => {
    const templated = aPolicyOf(
      'p',
      'database/creds/{{identity.entity.name}} read',
    );

    expect(evaluatePath([templated], 'database/creds/x', 'read').verdict).toBe(
      'undecidable',
    );
  });

  it('denies a path that no filling in of a template can reach', () => {
    const own = aPolicyOf(
      'default',
      'identity/entity/id/{{identity.entity.id}} read',
    );

    expect(evaluatePath([own], 'database/creds/x', 'read').verdict).toBe(
      'denied',
    );
  });

  it('cannot decide when the rule limits parameters', () => {
    const limited: Policy = {
      name: 'p',
      rules: [{ path: 'a', capabilities: ['read'], limitsParameters: true }],
    };

    expect(evaluatePath([limited], 'a', 'read').verdict).toBe('undecidable');
  });
});
