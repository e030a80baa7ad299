import { commonNameAllowed, NameRules, nameAllowed } from './nameRules';
import { roleFields } from './roleFields';
import { readFields } from '../fieldSpecs';

function rules(change: Partial<NameRules>): NameRules {
  return { ...readFields(roleFields, {}), ...change };
}

const domain = { allowed_domains: ['example.com'] };
const bare = { ...domain, allow_bare_domains: true };
const sub = { ...domain, allow_subdomains: true };
const any = { allow_any_name: true };

describe('nameAllowed', () => {
  it.each<[string, Partial<NameRules>, boolean]>([
    ['example.com', domain, false],
    ['example.com', bare, true],
    ['EXAMPLE.com', bare, true],
    ['a.example.com', bare, false],
    ['user@example.com', bare, true],
    ['example.com', sub, false],
    ['a.example.com', sub, true],
    ['a.b.example.com', sub, true],
    ['a.EXAMPLE.com', sub, false],
    ['badexample.com', sub, false],
    ['user@a.example.com', sub, true],
    ['*.example.com', sub, true],
    ['*.a.example.com', sub, true],
    ['a*.example.com', sub, true],
    ['*.example.com', { ...sub, allow_wildcard_certificates: false }, false],
    ['*.x.org', { ...any, allow_wildcard_certificates: false }, false],
    ['*.example.com', bare, false],
    ['a.*.example.com', sub, false],
    ['*.*.example.com', sub, false],
    ['*', any, false],
    ['user@*.example.com', sub, false],
    ['a@b@example.com', bare, false],
    ['-*.example.com', sub, false],
    ['a_b.example.com', sub, false],
    ['a_b.example.com', { ...sub, enforce_hostnames: false }, true],
    ['Grade API', any, false],
    ['Grade API', { ...any, enforce_hostnames: false }, true],
    ['anything.org', any, true],
    ['localhost', {}, true],
    ['localdomain', {}, true],
    ['*.localhost', {}, true],
    ['a.localhost', {}, false],
    ['a.localhost', { allow_subdomains: true }, true],
    ['localhost', { allow_localhost: false }, false],
    [
      'a.svc.b',
      { allowed_domains: ['*.svc.*'], allow_glob_domains: true },
      true,
    ],
    ['a.svc.b', { allowed_domains: ['*.svc.*'] }, false],
    [
      'svc.b',
      { allowed_domains: ['*.svc.*'], allow_glob_domains: true },
      false,
    ],
    ['a.svc', { allowed_domains: ['a.svc'], allow_glob_domains: true }, false],
    ['bücher.example.com', sub, true],
    ['token-ci', { allow_token_displayname: true }, true],
    ['a.token-ci', { allow_token_displayname: true }, false],
    ['a.token-ci', { ...sub, allow_token_displayname: true }, true],
  ])('judges %s under %j: %s', (name, change, expected) => {
    expect(nameAllowed(name, rules(change), 'token-ci')).toBe(expected);
  });
});

describe('commonNameAllowed', () => {
  it.each<[string, string[], boolean]>([
    ['example.com', ['email', 'hostname'], true],
    ['example.com', ['email'], false],
    ['user@example.com', ['hostname'], false],
    ['user@example.com', ['email'], true],
    ['Not A Name', ['disabled'], true],
    ['Not A Name', ['hostname'], false],
  ])('judges %s under cn_validations %j: %s', (name, validations, expected) => {
    const role = rules({ ...bare, cn_validations: validations });

    expect(commonNameAllowed(name, role)).toBe(expected);
  });
});
