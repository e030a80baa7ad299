/**
 * SQL an operator wrote for one database function. Users choose a profile by
 * id; they never write SQL. Vault fills in `{{name}}`, `{{password}}` and
 * `{{expiration}}`.
 */
export interface StatementProfile {
  readonly id: string;
  /** What it grants, in words: `read and write, schema public`. */
  readonly grants: string;
  readonly creationStatements: readonly string[];
  readonly revocationStatements: readonly string[];
}
