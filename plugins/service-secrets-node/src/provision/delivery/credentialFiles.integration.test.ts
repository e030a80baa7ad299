import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type PostgresServer, startPostgres } from '@service-secrets/sandbox';
import {
  databaseEngines,
  formatsOf,
  SecretFormat,
} from 'backstage-plugin-service-secrets-common';
import { Client, ClientConfig } from 'pg';

import { describeIf, hasProgram } from '../../testSupport/hasProgram';
import { hostileCredential } from '../../testSupport/hostileCredential';
import { renderTemplate } from '../../testSupport/renderTemplate';
import { renderWithGo } from '../../testSupport/renderWithGo';
import { aServiceSpec } from '../../testUtils/provisionBuilders';
import { DatabaseSpec } from '../ServiceSpec';
import { agentTemplate } from './agentInjector';
import { credentialBody } from './credentialBody';
import { deliveredSecrets } from './deliveredSecrets';
import { esoDialect, vsoDialect } from './templateDialect';

jest.setTimeout(120_000);

const path = 'database/creds/svc-grade-api.read-write';
const { username, password } = hostileCredential;

function aDatabase(overrides: Partial<DatabaseSpec>): DatabaseSpec {
  const { database } = aServiceSpec();
  if (!database) throw new Error('the builder makes a database');
  return { ...database, ...overrides };
}

function agentTemplateOf(database: DatabaseSpec): string {
  const [secret] = deliveredSecrets(aServiceSpec({ database }), {
    authRole: 'svc-grade-api',
    issuerAuthRole: 'issuer-grade-api',
    credentialsPath: path,
  });
  return agentTemplate(secret);
}

const everyChoice = databaseEngines.flatMap(engine =>
  formatsOf(engine).map(format => ({ engine, format })),
);

const whereGoIs = describeIf(hasProgram('go', 'version'));
const wherePsqlIs = describeIf(hasProgram('psql', '--version'));

whereGoIs('templates, rendered by the template engine of Go', () => {
  it('come out as our own evaluator renders them, for every engine, format and dialect', () => {
    const texts = everyChoice.flatMap(choice => {
      const spec = aDatabase(choice);
      return [
        agentTemplateOf(spec),
        credentialBody(spec, vsoDialect).join('\n'),
        credentialBody(spec, esoDialect).join('\n'),
      ];
    });

    const byGo = renderWithGo(
      texts.map(text => ({ text, credential: hostileCredential })),
    );

    const byUs = texts.map(text =>
      renderTemplate(text, {
        secrets: { [path]: { Data: hostileCredential } },
        dot: { ...hostileCredential, Secrets: hostileCredential },
      }),
    );
    expect(byGo).toEqual(byUs);
  });
});

describe('credential files of a login with every hostile character', () => {
  let postgres: PostgresServer;

  beforeAll(async () => {
    postgres = await startPostgres();
    const admin = new Client({ connectionString: postgres.url() });
    await admin.connect();
    await admin.query(
      `CREATE ROLE ${admin.escapeIdentifier(
        username,
      )} LOGIN PASSWORD ${admin.escapeLiteral(password)}`,
    );
    await admin.end();
  });

  afterAll(() => postgres.stop());

  function file(format: SecretFormat): string {
    const { host, port } = postgres;
    const spec = aDatabase({
      format,
      host,
      port,
      database: 'postgres',
      sslMode: 'disable',
    });
    return renderTemplate(agentTemplateOf(spec), {
      secrets: { [path]: { Data: hostileCredential } },
    });
  }

  async function userOf(config: ClientConfig): Promise<string> {
    const client = new Client(config);
    await client.connect();
    const { rows } = await client.query('SELECT current_user AS who');
    await client.end();
    return rows[0].who;
  }

  it('log in with the client URI', async () => {
    expect(await userOf({ connectionString: file('libpq-uri').trim() })).toBe(
      username,
    );
  });

  it('log in with the fields of the JSON file', async () => {
    const { username: user, ...rest } = JSON.parse(file('json'));

    expect(await userOf({ user, ...rest, ssl: false })).toBe(username);
  });

  it('are refused when one character of the password is another', async () => {
    const connectionString = file('libpq-uri').trim().replace('%2Bw', '-w');

    await expect(userOf({ connectionString })).rejects.toThrow(
      'password authentication failed',
    );
  });

  wherePsqlIs('with libpq', () => {
    function psql(target: string, env: Record<string, string> = {}): string {
      return execFileSync(
        'psql',
        ['--no-psqlrc', '-Atc', 'SELECT current_user', target],
        { encoding: 'utf8', env: { PATH: process.env.PATH, ...env } },
      ).trim();
    }

    it.each(['libpq-uri', 'go-dsn'] as const)('log in with %s', format => {
      expect(psql(file(format).trim())).toBe(username);
    });

    it('log in with a pgpass file nobody else may read', () => {
      const folder = mkdtempSync(join(tmpdir(), 'service-secrets-pgpass-'));
      const name = join(folder, 'pgpass');
      writeFileSync(name, file('pgpass'));
      chmodSync(name, 0o600);
      const { host, port } = postgres;

      const who = psql(
        `postgresql://${host}:${port}/postgres?sslmode=disable`,
        {
          PGPASSFILE: name,
          PGUSER: username,
        },
      );

      rmSync(folder, { recursive: true });
      expect(who).toBe(username);
    });

    it('log in with the variables a shell reads', () => {
      const who = execFileSync(
        '/bin/sh',
        [
          '-c',
          `${file(
            'env',
          )}PGUSER=$DB_USERNAME PGPASSWORD=$DB_PASSWORD PGHOST=$DB_HOST PGPORT=$DB_PORT PGDATABASE=$DB_NAME PGSSLMODE=$DB_SSLMODE psql --no-psqlrc -Atc 'SELECT current_user'`,
        ],
        { encoding: 'utf8' },
      );

      expect(who.trim()).toBe(username);
    });
  });
});
