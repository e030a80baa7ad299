import fc from 'fast-check';

import { describeName, isName, NameKind } from './grammar';

const kinds: NameKind[] = [
  'label',
  'objectName',
  'vaultName',
  'mount',
  'configName',
  'image',
];

/** Spellings that something between us and the servers folds, cuts, decodes or ends a line at. */
const hostile = [
  ...['.', '..', '...', 'a/..', '../a', 'a/../b', './a', 'a/./b', '/', '//'],
  ...['%2e%2e', '.%2E', '..%2f', '%252e%252e', 'a%00', 'a%0ab', '%61'],
  ...['a\n', '\na', 'a\nb', 'a\r\nx-vault-token: b', 'a\r', 'a\tb', ' a', 'a '],
  ...[
    'a\0',
    'a\u0085',
    'a\u2028',
    'a\u2029b',
    '\ufeffa',
    'a\u200bb',
    'a\u202eb',
  ],
  ...['．．', '。。', '\u2024\u2024', 'pаyments', 'ｐayments', 'ﬁle', 'ß', 'İ'],
  ...['Å', 'A\u030a', '\ud800', 'a\udfff', '😀', 'K', 'ſ'],
  ...[
    'a\\b',
    'a?b',
    'a#b',
    'a;b',
    'a&b',
    'a*',
    '+',
    '{{a}}',
    '${a}',
    '"',
    "a'b",
  ],
  ...['-a', 'a..b', 'a.', '.a', '_a', 'A', 'aA'],
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

/** Names with letters that fold into others here and there. */
const foldable = fc.string({
  maxLength: 4,
  unit: fc.constantFrom(
    ...['a', '1', '-', ':', 'A', ' ', '\n', '\u0301', '\u200b'],
    ...['\u212a', '\u017f', '\ufb01', '\u00df', '\u0130', '\uff41'],
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

  it.each(kinds)('takes no hostile spelling for a %s', kind => {
    expect(hostile.filter(value => isName(kind, value))).toEqual([]);
  });

  it.each(kinds)('takes no %s with a hostile character in any place', kind => {
    const legal = kind === 'image' ? 'a.b/c-d:1' : 'ab-cd';
    expect(isName(kind, legal)).toBe(true);
    const characters = [
      ...'\0\t\n\v\f\r \u0085\u00a0\u2028\u2029\ufeff',
      ...'%\\?#;&*+{}$"\'`<>|^~[]()!,=',
      ...'аｂ．／。\u200b\u202e\u0301',
    ];
    for (const character of characters) {
      for (let at = 0; at <= legal.length; at += 1) {
        const value = legal.slice(0, at) + character + legal.slice(at);
        expect([value, isName(kind, value)]).toEqual([value, false]);
      }
    }
  });

  it.each(kinds)(
    'takes for a %s only what is spelled the same whoever folds it',
    kind => {
      fc.assert(
        fc.property(foldable, value => {
          const folded = value.normalize('NFKC').trim();
          // The tag of an image may have capitals; no other name has.
          const isSame =
            value === (kind === 'image' ? folded : folded.toLowerCase());
          expect(isName(kind, value) && !isSame).toBe(false);
        }),
        { numRuns: 5000 },
      );
    },
  );

  it.each(kinds)('answers a hostile %s at once', kind => {
    const started = performance.now();

    expect(isName(kind, `${'a-.'.repeat(100_000)}!`)).toBe(false);
    expect(isName(kind, `${'a'.repeat(60)}!`)).toBe(false);

    expect(performance.now() - started).toBeLessThan(50);
  });

  it.each(kinds)('describes a %s', kind => {
    expect(describeName(kind)).toMatch(/lower-case letters|container image/);
  });
});
