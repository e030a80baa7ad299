import { execFileSync } from 'node:child_process';

import {
  DatabaseEngine,
  SecretFormat,
} from 'backstage-plugin-service-secrets-common';
import { parse as parseDotenv } from 'dotenv';
import { parse as parseConnectionString } from 'pg-connection-string';
import { parse as parseYaml } from 'yaml';

import {
  hostileCredential,
  hostilePassword,
} from '../../testSupport/hostileCredential';
import { renderTemplate } from '../../testSupport/renderTemplate';
import { aServiceSpec } from '../../testUtils/provisionBuilders';
import { DatabaseSpec } from '../ServiceSpec';
import { credentialBody } from './credentialBody';
import {
  agentDialect,
  esoDialect,
  TemplateDialect,
  vsoDialect,
} from './templateDialect';

const engines: Record<DatabaseEngine, number> = {
  postgresql: 5432,
  mysql: 3306,
  mongodb: 27017,
};

function aDatabase(
  engine: DatabaseEngine,
  format: SecretFormat,
  overrides: Partial<DatabaseSpec> = {},
): DatabaseSpec {
  const { database } = aServiceSpec();
  if (!database) throw new Error('the builder makes a database');
  return { ...database, engine, format, port: engines[engine], ...overrides };
}

function rendered(
  spec: DatabaseSpec,
  credential: object = hostileCredential,
): string {
  const lines = credentialBody(spec, agentDialect);
  return renderTemplate([...lines, ''].join('\n'), {
    dot: { Data: credential },
  });
}

function loginOf(uri: string) {
  const { username, password, hostname, port, pathname } = new URL(uri.trim());
  return {
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    place: `${hostname}:${port}${pathname}`,
  };
}

const host = 'postgres.grade-api.svc.cluster.local';
const everyEngine: DatabaseEngine[] = ['postgresql', 'mysql', 'mongodb'];

describe('credentialBody, read back with a password of every hostile character', () => {
  it('is read by a shell as it is, however it is quoted', () => {
    const script = rendered(aDatabase('postgresql', 'env'));

    const out = execFileSync(
      '/bin/sh',
      [
        '-c',
        `${script}printf '%s\\n%s\\n%s' "$DB_USERNAME" "$DB_PASSWORD" "$DB_HOST:$DB_PORT/$DB_NAME"`,
      ],
      { encoding: 'utf8' },
    );

    expect(out.split('\n')).toEqual([
      hostileCredential.username,
      hostileCredential.password,
      `${host}:5432/gradedb`,
    ]);
  });

  it.each(everyEngine)(
    'is read by dotenv inside a URL, because it has no escape for a quote (%s)',
    engine => {
      const read = parseDotenv(rendered(aDatabase(engine, 'dotenv')));

      expect(loginOf(read.DATABASE_URL)).toEqual({
        ...hostileCredential,
        place: `${host}:${engines[engine]}/gradedb`,
      });
      expect(read.DB_HOST).toBe(host);
    },
  );

  it.each(['json', 'yaml'] as const)('is read as %s', format => {
    const text = rendered(aDatabase('mongodb', format));

    const expected = {
      ...hostileCredential,
      host,
      port: 27017,
      database: 'gradedb',
      sslMode: 'verify-full',
    };
    expect(parseYaml(text, { version: '1.1' })).toEqual(expected);
    expect(parseYaml(text, { version: '1.2' })).toEqual(expected);
    expect(format === 'json' ? JSON.parse(text) : expected).toEqual(expected);
  });

  it('is read from properties once the backslashes Java takes away are gone', () => {
    const lines = rendered(aDatabase('mysql', 'properties')).split('\n');

    // java.util.Properties: the first "=" ends the key, a backslash keeps what follows it.
    const read = Object.fromEntries(
      lines
        .filter(line => line !== '')
        .map(line => [
          line.slice(0, line.indexOf('=')),
          line.slice(line.indexOf('=') + 1).replace(/\\(.)/g, '$1'),
        ]),
    );
    expect(read).toEqual({
      'db.username': hostileCredential.username,
      'db.password': hostileCredential.password,
      'db.url': `jdbc:mysql://${host}:3306/gradedb?sslMode=VERIFY_IDENTITY`,
    });
  });

  it.each(['postgresql', 'mysql'] as const)(
    'is read from the parameters of a JDBC URL (%s)',
    engine => {
      const url = rendered(aDatabase(engine, 'jdbc')).trim();

      expect(url.startsWith(`jdbc:${engine}://${host}:`)).toBe(true);
      const parameters = new URL(url.replace('jdbc:', '')).searchParams;
      expect(parameters.get('user')).toBe(hostileCredential.username);
      expect(parameters.get('password')).toBe(hostileCredential.password);
    },
  );

  it.each(everyEngine)('is read from a client URI (%s)', engine => {
    expect(loginOf(rendered(aDatabase(engine, 'libpq-uri')))).toMatchObject(
      hostileCredential,
    );
  });

  it('is read by the parser of the PostgreSQL client, with the strictness asked for', () => {
    const read = parseConnectionString(
      rendered(aDatabase('postgresql', 'libpq-uri')).trim(),
    );

    expect(read).toMatchObject({
      user: hostileCredential.username,
      password: hostileCredential.password,
      host,
      port: '5432',
      database: 'gradedb',
      sslmode: 'verify-full',
    });
  });

  it.each(['postgresql', 'mysql'] as const)(
    "is read from SQLAlchemy's URL, which names a driver (%s)",
    engine => {
      const url = rendered(aDatabase(engine, 'sqlalchemy'));

      expect(url).toMatch(/^(?:postgresql\+psycopg|mysql\+pymysql):\/\//);
      expect(loginOf(url)).toMatchObject(hostileCredential);
    },
  );

  it('has five fields in a pgpass file, each split off at a colon without a backslash', () => {
    const line = rendered(aDatabase('postgresql', 'pgpass'));

    expect(line.endsWith('\n')).toBe(true);
    const fields = [...line.trimEnd().matchAll(/((?:\\.|[^:\\])*)(?::|$)/g)]
      .map(([, field]) => field.replace(/\\(.)/g, '$1'))
      .slice(0, 5);
    expect(fields).toEqual([
      host,
      '5432',
      'gradedb',
      hostileCredential.username,
      hostileCredential.password,
    ]);
  });

  it('stands between the last "@" and the first ":" of a MySQL DSN of Go, which decodes nothing', () => {
    const dsn = rendered(aDatabase('mysql', 'go-dsn'), hostilePassword).trim();

    const login = dsn.slice(0, dsn.lastIndexOf('@tcp('));
    expect(dsn.slice(login.length)).toBe(`@tcp(${host}:3306)/gradedb?tls=true`);
    expect(login.slice(0, login.indexOf(':'))).toBe(hostilePassword.username);
    expect(login.slice(login.indexOf(':') + 1)).toBe(hostilePassword.password);
  });

  it('is read from the keywords of a PostgreSQL DSN once their backslashes are gone', () => {
    const dsn = rendered(aDatabase('postgresql', 'go-dsn'));

    const read = Object.fromEntries(
      [...dsn.matchAll(/(\w+)='((?:\\.|[^'\\])*)'/g)].map(([, key, value]) => [
        key,
        value.replace(/\\(.)/g, '$1'),
      ]),
    );
    expect(read).toEqual({
      host,
      port: '5432',
      user: hostileCredential.username,
      password: hostileCredential.password,
      dbname: 'gradedb',
      sslmode: 'verify-full',
    });
  });

  it('is the same file whoever renders it', () => {
    const spec = aDatabase('postgresql', 'json');
    const render = (dialect: TemplateDialect, dot: object) =>
      renderTemplate(credentialBody(spec, dialect).join('\n'), { dot });

    const file = render(agentDialect, { Data: hostileCredential });

    expect(render(vsoDialect, { Secrets: hostileCredential })).toBe(file);
    expect(render(esoDialect, hostileCredential)).toBe(file);
  });
});

describe('the strictness of the connection', () => {
  it.each([
    ['postgresql', 'sqlalchemy', '?sslmode=verify-ca'],
    ['mysql', 'jdbc', '?sslMode=VERIFY_CA&user='],
    ['mysql', 'libpq-uri', '?ssl-mode=VERIFY_CA'],
    ['mysql', 'go-dsn', '?tls=true'],
    ['mysql', 'sqlalchemy', '?ssl_verify_cert=true'],
    ['mongodb', 'libpq-uri', 'tls=true&tlsAllowInvalidHostnames=true'],
    ['mongodb', 'properties', '?tls=true&tlsAllowInvalidHostnames=true'],
  ] as const)(
    'is said in the words of %s in format %s',
    (engine, format, words) => {
      const spec = aDatabase(engine, format, { sslMode: 'verify-ca' });

      expect(rendered(spec, hostilePassword)).toContain(words);
    },
  );
});
