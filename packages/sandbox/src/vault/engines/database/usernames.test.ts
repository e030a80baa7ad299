import { generatePassword } from './passwords';
import { renderUsername } from './usernameTemplate';

const fields = { DisplayName: 'kubernetes-grade-api', RoleName: 'Grade-API' };

describe('renderUsername', () => {
  it.each([
    ['{{.DisplayName}}-{{ .RoleName }}', 'kubernetes-grade-api-Grade-API'],
    ['x-{{ .RoleName | lowercase | truncate 5 }}', 'x-grade'],
    ['{{ .RoleName | uppercase }}', 'GRADE-API'],
    ['{{ .RoleName | replace "-" "_" }}', 'Grade_API'],
    [
      '{{ printf "v-%s-%d" (.RoleName | truncate 5) 7 | truncate 7 }}',
      'v-Grade',
    ],
    ['a {{- .RoleName -}} b', 'aGrade-APIb'],
    ['{{ .RoleName | base64 }}', 'R3JhZGUtQVBJ'],
    ['{{ .DisplayName | truncate_sha256 12 | truncate 4 }}', 'kube'],
  ])('renders %j as %j', (template, expected) => {
    expect(renderUsername(template, fields)).toBe(expected);
  });

  it.each([
    ['{{random 20}}', /^[A-Za-z0-9]{20}$/],
    ['{{unix_time}}', /^\d{10}$/],
    ['{{uuid}}', /^[0-9a-f-]{36}$/],
    ['{{.DisplayName | truncate_sha256 12}}', /^kube[0-9a-f]{8}$/],
  ])('renders %j in its form', (template, expected) => {
    expect(renderUsername(template, fields)).toMatch(expected);
  });

  it.each([
    ['{{nope 1}}', 'function "nope" not defined'],
    ['{{constructor}}', 'function "constructor" not defined'],
    ['{{.Secret}}', "can't evaluate field Secret"],
    ['{{(.RoleName}}', 'missing ")"'],
    ['{{truncate 0 .RoleName}}', 'length must be greater than 0'],
    ['{{.RoleName .RoleName}}', 'unexpected ".RoleName"'],
    ['', 'renders nothing'],
  ])('refuses %j', (template, reason) => {
    expect(() => renderUsername(template, fields)).toThrow(reason);
  });
});

describe('generatePassword', () => {
  it('draws twenty characters with every class, never the same twice', () => {
    const passwords = Array.from({ length: 200 }, generatePassword);

    for (const password of passwords) {
      expect(password).toMatch(/^[A-Za-z0-9-]{20}$/);
      expect(password).toMatch(/[a-z]/);
      expect(password).toMatch(/[A-Z]/);
      expect(password).toMatch(/[0-9]/);
      expect(password).toMatch(/-/);
    }
    expect(new Set(passwords).size).toBe(200);
  });
});
