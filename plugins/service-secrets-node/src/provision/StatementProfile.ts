import { DatabaseEngine } from 'backstage-plugin-service-secrets-common';

/**
 * SQL an operator wrote for one database function. Users choose a profile by
 * id; they never write SQL. Vault fills in `{{name}}`, `{{password}}` and
 * `{{expiration}}`.
 */
export interface StatementProfile {
  readonly id: string;
  readonly engine: DatabaseEngine;
  /** What it grants, in words: `read and write, schema public`. */
  readonly grants: string;
  readonly creationStatements: readonly string[];
  readonly revocationStatements: readonly string[];
  /** Absent: the engine's own renewal, which moves the end of the login. */
  readonly renewStatements?: readonly string[];
}
