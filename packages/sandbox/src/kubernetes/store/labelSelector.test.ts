import { matchesLabels, parseLabelSelector } from './labelSelector';

function matches(selector: string, labels: Record<string, string>): boolean {
  return matchesLabels(parseLabelSelector(selector), labels);
}

describe('label selectors', () => {
  it.each([
    ['', {}, true],
    ['app=web', { app: 'web' }, true],
    ['app==web', { app: 'api' }, false],
    ['app!=web', { app: 'api' }, true],
    ['app!=web', {}, true],
    ['app', { app: '' }, true],
    ['!app', { app: 'web' }, false],
    ['app in (web, api)', { app: 'api' }, true],
    ['app notin (web)', { app: 'web' }, false],
    ['app in (web),!canary', { app: 'web', canary: 'x' }, false],
    ['tier>2', { tier: '3' }, true],
    ['tier<2', {}, false],
    ['a.b/c=d', { 'a.b/c': 'd' }, true],
    ['app=', { app: '' }, true],
    ['constructor', {}, false],
  ])('"%s" on %j is %s', (selector, labels, expected) => {
    expect(matches(selector, labels)).toBe(expected);
  });

  it.each([
    ['a=(', "unable to parse requirement: found '(', expected: identifier"],
    ['a in b', "unable to parse requirement: found 'b', expected: '('"],
    ['=a', "unable to parse requirement: found '=', expected: identifier"],
  ])('refuses "%s" with the parser\'s words', (selector, message) => {
    expect(() => parseLabelSelector(selector)).toThrow(message);
  });
});
