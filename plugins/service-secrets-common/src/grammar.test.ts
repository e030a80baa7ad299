import fc from 'fast-check';

import { describeName, isName, NameKind } from './grammar';

const kinds: NameKind[] = [
  'label',
  'objectName',
  'vaultName',
  'mount',
  'configName',
];

/** What names are made of, and what would move, cut or fold a path. */
const anything = fc.string({
  maxLength: 4,
  unit: fc.constantFrom(
    ...'ab1-_./',
    '%2e',
    '\\',
    '?',
    '#',
    ' ',
    '\t',
    'A',
    'а',
    '．',
  ),
});

describe('isName', () => {
  it.each([
    ['label', 'grade-api', true],
    ['label', 'grade.api', false],
    ['label', 'a'.repeat(64), false],
    ['objectName', 'grade.api', true],
    ['objectName', 'grade..api', false],
    ['vaultName', 'grade_api-role.v2', true],
    ['vaultName', 'grade..api', false],
    ['vaultName', 'grade.', false],
    ['mount', 'a/b/c/d', true],
    ['mount', 'a/b/c/d/e', false],
    ['mount', '/a', false],
    ['mount', 'a//b', false],
    ['mount', 'a/', false],
    ['configName', 'prod-1', true],
    ['configName', '', false],
    ['image', 'nginx', true],
    ['image', 'registry.example:5000/team/app_x:1.0.0-RC1', true],
    ['image', `registry.example/app@sha256:${'0a'.repeat(32)}`, true],
    ['image', 'https://evil.example/app', false],
    ['image', 'registry.example/../app', false],
    ['image', 'registry.example//app', false],
    ['image', 'App', false],
    ['image', 'app:', false],
    ['image', 'app:1 --privileged', false],
    ['image', `${'a'.repeat(256)}`, false],
  ] as const)('%s %j: %s', (kind, value, expected) => {
    expect(isName(kind, value)).toBe(expected);
  });

  it.each(kinds)('%s stays one place in a URL', kind => {
    fc.assert(
      fc.property(anything, value => {
        fc.pre(isName(kind, value));
        const url = new URL(`http://vault/v1/x/${value}/y`);
        expect(url.pathname).toBe(`/v1/x/${value}/y`);
        expect(url.search + url.hash).toBe('');
      }),
      { numRuns: 500 },
    );
  });

  it.each(kinds)('answers a hostile %s at once', kind => {
    const started = performance.now();

    expect(isName(kind, `${'a-.'.repeat(100_000)}!`)).toBe(false);
    expect(isName(kind, `${'a'.repeat(60)}!`)).toBe(false);

    expect(performance.now() - started).toBeLessThan(50);
  });

  it.each(kinds)('describes a %s', kind => {
    expect(describeName(kind)).toMatch(/lower-case letters/);
  });
});
