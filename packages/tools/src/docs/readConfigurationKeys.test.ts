import { readConfigurationKeys } from './readConfigurationKeys';

const declared = (members: string, before = '') =>
  readConfigurationKeys(`${before} export interface Config {\n${members} }`);

describe('readConfigurationKeys', () => {
  it('gives a list its brackets and the keys of its items below them', () => {
    expect(
      declared('a?: { b: Array<{ c: string[] }> }').map(({ path }) => path),
    ).toEqual(['a', 'a.b[]', 'a.b[].c']);
  });

  it('tells a secret, and what the comment says', () => {
    const [key] = declared(`/**
      * Opens the door.
      * @visibility secret
      */
      key: string`);

    expect(key).toEqual({
      path: 'key',
      type: 'string',
      required: true,
      secret: true,
      description: 'Opens the door.',
    });
  });

  it('names the variant that needs a key, because the others do without', () => {
    const keys = declared(
      'login: Login',
      `type Login =
        | { method: 'one'; role: string }
        | { method: 'two'; role?: string; file: string };`,
    );

    expect(
      keys.map(({ path, required, type, description }) => [
        path,
        required,
        type,
        description,
      ]),
    ).toEqual([
      ['login', true, '', ''],
      ['login.method', true, "'one' | 'two'", ''],
      ['login.role', false, 'string', 'required with `one`; with `two`'],
      ['login.file', false, 'string', 'required with `two`'],
    ]);
  });
});
