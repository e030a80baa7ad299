import { UsernameFields } from '../usernameTemplate';

/** A user to create. */
export interface NewUser {
  readonly fields: UsernameFields;
  readonly password: string;
  readonly expiration: Date;
  readonly statements: readonly string[];
  readonly rollbackStatements: readonly string[];
}

/** The failure of a verification, in the words the product's plugin puts before the driver's. */
export function notVerified(prefix: string, error: unknown): Error {
  const why = error instanceof Error ? error.message : String(error);
  return new Error(`${prefix}: ${why}`, { cause: error });
}

/** One change to a user that exists. */
export interface UserChange {
  readonly username: string;
  readonly password?: string;
  readonly expiration?: Date;
  /** Empty means the plugin's default. */
  readonly statements: readonly string[];
}

/** One open connection to a database product. */
export interface DatabasePlugin {
  /** Really connects. Rejects with the driver's words, secrets masked. */
  verify(): Promise<void>;
  /** Creates the user and answers its name. */
  createUser(user: NewUser): Promise<string>;
  changeUser(change: UserChange): Promise<void>;
  deleteUser(username: string, statements: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** The connection details of a config, as sent. */
export type ConnectionDetails = Readonly<Record<string, unknown>>;

/** A text detail; the empty string when absent. */
export function detailText(details: ConnectionDetails, key: string): string {
  const value = details[key];
  return value === undefined || value === null ? '' : String(value);
}

/** Puts user name and password into a connection URL that asks for them. */
export function fillConnectionUrl(
  details: ConnectionDetails,
  encode: (password: string) => string = encodeURIComponent,
): string {
  const url = detailText(details, 'connection_url');
  if (!url) {
    throw new Error('connection_url cannot be empty');
  }
  const username = detailText(details, 'username');
  const password = detailText(details, 'password');
  if (/\{\{(username|password)\}\}/.test(username + password)) {
    throw new Error(
      'username and/or password cannot contain the template variables',
    );
  }
  return url
    .replaceAll('{{username}}', encodeURIComponent(username))
    .replaceAll('{{password}}', encode(password));
}

/** An error text with every secret in it replaced. */
export function withoutSecrets(
  text: string,
  secrets: readonly string[],
): string {
  return secrets
    .filter(secret => secret !== '')
    .reduce((masked, secret) => masked.replaceAll(secret, '[password]'), text);
}
