import { DesiredFields } from './DesiredState';
import { DatabaseSpec } from './ServiceSpec';
import { StatementProfile } from './StatementProfile';

/** The database role of a service: the operator's statements with the service's lifetimes. */
export function databaseRole(
  spec: DatabaseSpec,
  profile: StatementProfile,
): DesiredFields {
  return {
    db_name: spec.connection,
    creation_statements: profile.creationStatements,
    revocation_statements: profile.revocationStatements,
    default_ttl: spec.defaultTtlSeconds,
    max_ttl: spec.maxTtlSeconds,
  };
}
