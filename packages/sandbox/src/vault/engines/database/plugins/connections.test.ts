import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { fillConnectionUrl, withoutSecrets } from './DatabasePlugin';
import { mysqlErrorText, mysqlOptions } from './mysqlConnection';
import { postgresErrorText, postgresTarget } from './postgresConnection';

const details = {
  connection_url: 'postgresql://{{username}}:{{password}}@db:5432/app',
  username: 'vault',
  password: 'p@ss/wörd',
};

describe('fillConnectionUrl', () => {
  it('escapes the password, so that the driver reads it back as it was', () => {
    const { config } = postgresTarget(fillConnectionUrl(details), '');

    expect(config).toMatchObject({
      host: 'db',
      port: 5432,
      user: 'vault',
      password: 'p@ss/wörd',
      database: 'app',
    });
  });

  it('refuses an empty address and a password that is a template', () => {
    expect(() => fillConnectionUrl({})).toThrow(
      'connection_url cannot be empty',
    );
    expect(() =>
      fillConnectionUrl({ ...details, password: '{{password}}' }),
    ).toThrow('cannot contain the template variables');
  });
});

describe('postgresTarget', () => {
  it.each([
    ['disable', false, false],
    ['prefer', { rejectUnauthorized: false }, true],
    ['require', { rejectUnauthorized: false }, false],
    ['verify-full', { ca: 'CA' }, false],
  ])('reads sslmode %s as libpq does', (mode, ssl, fallsBack) => {
    const target = postgresTarget(`postgres://u:p@h/d?sslmode=${mode}`, 'CA');

    expect(target.config.ssl).toEqual(ssl);
    expect(target.mayFallBackToPlain).toBe(fallsBack);
  });

  it('trusts the CA file that the address names, and says which one it cannot read', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'ca-')), 'ca.crt');
    writeFileSync(file, 'FILE');
    const address = `postgres://u:p@h/d?sslmode=verify-full&sslrootcert=${file}`;

    expect(postgresTarget(address, 'CA').config.ssl).toEqual({ ca: 'FILE' });
    expect(() => postgresTarget(`${address}x`, 'CA')).toThrow(
      `unable to read CA file: ${file}x`,
    );
    rmSync(path.dirname(file), { recursive: true });
  });

  it('reads the key and value form, quotes and all', () => {
    const { config } = postgresTarget(
      "host=h port=6543 user=u password='a b\\'c' dbname=d sslmode=disable",
      '',
    );

    expect(config).toMatchObject({
      host: 'h',
      port: 6543,
      user: 'u',
      password: "a b'c",
      database: 'd',
    });
  });

  it.each([
    'postgresql://u:secret@h:port/d',
    'postgres://u:secret@h/d?sslmode=x',
  ])('refuses %s without repeating the password', url => {
    let message = '';
    try {
      postgresTarget(url, '');
    } catch (error) {
      message = String(error);
    }
    expect(message).toMatch(/cannot parse connection.url/);
    expect(message).not.toContain('secret');
  });
});

describe('mysqlOptions', () => {
  it.each([
    ['u:p@tcp(db:3307)/app', { host: 'db', port: 3307, database: 'app' }],
    ['u:p@tcp(db)/', { host: 'db', port: 3306, database: undefined }],
    ['u:p@/', { host: '127.0.0.1', port: 3306 }],
  ])('reads %s as the Go driver does', (dsn, expected) => {
    expect(mysqlOptions(dsn, {})).toMatchObject({
      user: 'u',
      password: 'p',
      ...expected,
    });
  });

  it('keeps a password with a colon and an at sign whole', () => {
    expect(mysqlOptions('u:a:b@c@tcp(db:1)/', {}).password).toBe('a:b@c');
  });

  it.each([
    ['u:p@tcp(db)/', {}, undefined],
    ['u:p@tcp(db)/?tls=true', {}, { rejectUnauthorized: true }],
    ['u:p@tcp(db)/?tls=skip-verify', {}, { rejectUnauthorized: false }],
    ['u:p@tcp(db)/', { tls_ca: 'CA' }, { ca: 'CA', rejectUnauthorized: true }],
  ])('reads the TLS of %s with %j', (dsn, more, expected) => {
    expect(mysqlOptions(dsn, more).ssl).toEqual(expected);
  });

  it('refuses what is not an address without repeating it', () => {
    expect(() => mysqlOptions('mysql://u:secret@h', {})).toThrow(
      /^invalid DSN: expected/,
    );
  });
});

describe('error texts', () => {
  it('print the code of the database as the Go drivers do', () => {
    const postgres = Object.assign(new Error('role "x" does not exist'), {
      severity: 'ERROR',
      code: '42704',
    });
    const mysql = Object.assign(new Error('Access denied'), {
      errno: 1045,
      sqlState: '28000',
    });

    expect(postgresErrorText(postgres)).toBe(
      'ERROR: role "x" does not exist (SQLSTATE 42704)',
    );
    expect(mysqlErrorText(mysql)).toBe('Error 1045 (28000): Access denied');
  });

  it('never carry a secret', () => {
    expect(withoutSecrets('near "s3cret"', ['', 's3cret'])).toBe(
      'near "[password]"',
    );
  });
});
