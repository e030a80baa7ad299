import { DatabaseSpec } from '../ServiceSpec';

type SslMode = DatabaseSpec['sslMode'];

/** Connector/J's and MySQL's own word for each strictness. */
const mysqlModes: Record<SslMode, string> = {
  disable: 'DISABLED',
  require: 'REQUIRED',
  'verify-ca': 'VERIFY_CA',
  'verify-full': 'VERIFY_IDENTITY',
};

/** go-sql-driver/mysql cannot check the CA alone: it then checks the name too. */
const goMysqlTls: Record<SslMode, string> = {
  disable: 'false',
  require: 'skip-verify',
  'verify-ca': 'true',
  'verify-full': 'true',
};

const mongoTls: Record<SslMode, string> = {
  disable: 'tls=false',
  require: 'tls=true&tlsInsecure=true',
  'verify-ca': 'tls=true&tlsAllowInvalidHostnames=true',
  'verify-full': 'tls=true',
};

const pymysqlTls: Record<SslMode, string> = {
  disable: '',
  require: '?ssl_verify_cert=false',
  'verify-ca': '?ssl_verify_cert=true',
  'verify-full': '?ssl_verify_cert=true&ssl_verify_identity=true',
};

function place({ host, port, database }: DatabaseSpec): string {
  return `${host}:${port}/${database}`;
}

/** The JDBC URL without a user; MongoDB has no JDBC driver of its own and keeps its scheme. */
export function jdbcUrl(spec: DatabaseSpec): string {
  switch (spec.engine) {
    case 'postgresql':
      return `jdbc:postgresql://${place(spec)}?sslmode=${spec.sslMode}`;
    case 'mysql':
      return `jdbc:mysql://${place(spec)}?sslMode=${mysqlModes[spec.sslMode]}`;
    default:
      return `mongodb://${place(spec)}?${mongoTls[spec.sslMode]}`;
  }
}

/** The URI clients of the engine read, with `login` as its user info. */
export function clientUri(spec: DatabaseSpec, login: string): string {
  switch (spec.engine) {
    case 'postgresql':
      return `postgresql://${login}@${place(spec)}?sslmode=${spec.sslMode}`;
    case 'mysql':
      return `mysql://${login}@${place(spec)}?ssl-mode=${
        mysqlModes[spec.sslMode]
      }`;
    default:
      // Vault makes MongoDB users in the database "admin" unless a profile says otherwise.
      return `mongodb://${login}@${place(spec)}?authSource=admin&${
        mongoTls[spec.sslMode]
      }`;
  }
}

/** SQLAlchemy's URL with the driver it names. */
export function sqlalchemyUrl(spec: DatabaseSpec, login: string): string {
  return spec.engine === 'mysql'
    ? `mysql+pymysql://${login}@${place(spec)}${pymysqlTls[spec.sslMode]}`
    : `postgresql+psycopg://${login}@${place(spec)}?sslmode=${spec.sslMode}`;
}

/** The DSN of go-sql-driver/mysql. */
export function goMysqlDsn(spec: DatabaseSpec, login: string): string {
  return `${login}@tcp(${spec.host}:${spec.port})/${spec.database}?tls=${
    goMysqlTls[spec.sslMode]
  }`;
}
