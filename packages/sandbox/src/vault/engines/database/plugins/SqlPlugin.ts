import {
  fillStatement,
  formatExpiration,
  StatementValues,
} from '../statements';
import { renderUsername } from '../usernameTemplate';
import {
  ConnectionDetails,
  DatabasePlugin,
  detailText,
  NewUser,
  notVerified,
  UserChange,
} from './DatabasePlugin';

/** Runs statements on one database product. */
export interface SqlSession {
  verify(): Promise<void>;
  /** All statements in one transaction. A failure names neither secret. */
  run(statements: readonly string[], secrets: readonly string[]): Promise<void>;
  /** What revoking does when the role brings no statements. */
  dropUser(username: string): Promise<void>;
  close(): Promise<void>;
}

/** What differs between SQL products besides the wire. */
export interface SqlDialect {
  readonly usernameTemplate: string;
  /** What stands before the driver's words when a connection cannot be verified. */
  readonly notVerified: string;
  /** Cuts one list element of a role into statements. */
  split(element: string): string[];
  readonly changePassword: string;
  /** Undefined where users have no expiry: a renewal changes nothing then, whatever the role says. */
  readonly changeExpiration?: string;
  /** Puts the product's words before a statement that failed while a user was made or changed. */
  failed(error: unknown, step: 'create' | 'change'): Error;
  /** Whether a role's rollback statements run after a failed creation. */
  readonly rollsBack: boolean;
}

/** A Vault database plugin over a SQL session. */
export class SqlPlugin implements DatabasePlugin {
  constructor(
    private readonly details: ConnectionDetails,
    private readonly dialect: SqlDialect,
    private readonly session: SqlSession,
  ) {}

  async verify(): Promise<void> {
    try {
      await this.session.verify();
    } catch (error) {
      throw notVerified(this.dialect.notVerified, error);
    }
  }

  async createUser(user: NewUser): Promise<string> {
    if (user.statements.length === 0) {
      throw new Error('empty creation statements');
    }
    const username = renderUsername(
      detailText(this.details, 'username_template') ||
        this.dialect.usernameTemplate,
      user.fields,
    );
    const values = {
      username,
      password: user.password,
      expiration: formatExpiration(user.expiration),
    };
    try {
      await this.run(user.statements, values);
    } catch (error) {
      if (this.dialect.rollsBack)
        await this.rollBack(user.rollbackStatements, values);
      throw this.dialect.failed(error, 'create');
    }
    return username;
  }

  async changeUser(change: UserChange): Promise<void> {
    const fallback =
      change.password === undefined
        ? this.dialect.changeExpiration
        : this.dialect.changePassword;
    if (fallback === undefined) return;
    const statements =
      change.statements.length > 0 ? change.statements : [fallback];
    const values = {
      username: change.username,
      password: change.password,
      expiration: change.expiration && formatExpiration(change.expiration),
    };
    await this.run(statements, values).catch((error: unknown) => {
      throw this.dialect.failed(error, 'change');
    });
  }

  async deleteUser(
    username: string,
    statements: readonly string[],
  ): Promise<void> {
    if (statements.length > 0) {
      await this.run(statements, { username });
    } else {
      await this.session.dropUser(username);
    }
  }

  close(): Promise<void> {
    return this.session.close();
  }

  private async run(
    templates: readonly string[],
    values: StatementValues,
  ): Promise<void> {
    const statements = templates
      .flatMap(element => this.dialect.split(element))
      .map(statement => fillStatement(statement, values));
    if (statements.length > 0) {
      await this.session.run(
        statements,
        values.password ? [values.password] : [],
      );
    }
  }

  /** Best effort: the failure that led here is the one to report. */
  private async rollBack(
    templates: readonly string[],
    values: StatementValues,
  ): Promise<void> {
    await this.run(templates, values).catch(() => undefined);
  }
}
