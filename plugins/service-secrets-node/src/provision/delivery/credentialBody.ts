import { SecretFormat } from 'backstage-plugin-service-secrets-common';

import { DatabaseSpec } from '../ServiceSpec';
import { clientUri, goMysqlDsn, jdbcUrl, sqlalchemyUrl } from './databaseUrls';
import {
  asJson,
  inUrl,
  raw,
  replacing,
  Spelling,
  TemplateDialect,
} from './templateDialect';

type Body = (spec: DatabaseSpec, dialect: TemplateDialect) => readonly string[];

const BACKSLASH = ['\\', '\\\\'] as const;

/** Inside single quotes of a shell: close, an escaped quote, open. */
const inShellQuotes = replacing(["'", "'\\''"]);
/** Java trims spaces at the front of a value, so all are escaped. */
const inProperties = replacing(BACKSLASH, [' ', '\\ ']);
const inLibpqQuotes = replacing(BACKSLASH, ["'", "\\'"]);
const inPgpass = replacing(BACKSLASH, [':', '\\:']);

function login(dialect: TemplateDialect, spelling: Spelling): string {
  return `${spelling(dialect, 'username')}:${spelling(dialect, 'password')}`;
}

const uri: Body = (spec, dialect) => [clientUri(spec, login(dialect, inUrl))];

const bodies: Record<SecretFormat, Body> = {
  env: (spec, dialect) => [
    `export DB_USERNAME='${inShellQuotes(dialect, 'username')}'`,
    `export DB_PASSWORD='${inShellQuotes(dialect, 'password')}'`,
    `export DB_HOST='${spec.host}'`,
    `export DB_PORT='${spec.port}'`,
    `export DB_NAME='${spec.database}'`,
    `export DB_SSLMODE='${spec.sslMode}'`,
  ],
  dotenv: (spec, dialect) => [
    '# Readers of this format disagree about quotes in a value; a URL has none.',
    `DATABASE_URL='${clientUri(spec, login(dialect, inUrl))}'`,
    `DB_HOST='${spec.host}'`,
    `DB_PORT='${spec.port}'`,
    `DB_NAME='${spec.database}'`,
    `DB_SSLMODE='${spec.sslMode}'`,
  ],
  json: (spec, dialect) => [
    '{',
    `  "username": ${asJson(dialect, 'username')},`,
    `  "password": ${asJson(dialect, 'password')},`,
    `  "host": "${spec.host}",`,
    `  "port": ${spec.port},`,
    `  "database": "${spec.database}",`,
    `  "sslMode": "${spec.sslMode}"`,
    '}',
  ],
  yaml: (spec, dialect) => [
    `username: ${asJson(dialect, 'username')}`,
    `password: ${asJson(dialect, 'password')}`,
    `host: "${spec.host}"`,
    `port: ${spec.port}`,
    `database: "${spec.database}"`,
    `sslMode: "${spec.sslMode}"`,
  ],
  properties: (spec, dialect) => [
    `db.username=${inProperties(dialect, 'username')}`,
    `db.password=${inProperties(dialect, 'password')}`,
    `db.url=${jdbcUrl(spec)}`,
  ],
  jdbc: (spec, dialect) => [
    `${jdbcUrl(spec)}&user=${inUrl(dialect, 'username')}&password=${inUrl(
      dialect,
      'password',
    )}`,
  ],
  'go-dsn': (spec, dialect) => [
    spec.engine === 'mysql'
      ? // This driver looks for the last "@" and decodes nothing, so nothing is encoded.
        goMysqlDsn(spec, login(dialect, raw))
      : [
          `host='${spec.host}'`,
          `port='${spec.port}'`,
          `user='${inLibpqQuotes(dialect, 'username')}'`,
          `password='${inLibpqQuotes(dialect, 'password')}'`,
          `dbname='${spec.database}'`,
          `sslmode='${spec.sslMode}'`,
        ].join(' '),
  ],
  sqlalchemy: (spec, dialect) => [sqlalchemyUrl(spec, login(dialect, inUrl))],
  pgpass: (spec, dialect) => [
    `${spec.host}:${spec.port}:${spec.database}:${login(dialect, inPgpass)}`,
  ],
  'libpq-uri': uri,
};

/**
 * The lines of a credential file. A password policy may add any symbol, so
 * every field is escaped for the place it stands in.
 */
export function credentialBody(
  spec: DatabaseSpec,
  dialect: TemplateDialect,
): readonly string[] {
  return bodies[spec.format](spec, dialect);
}
