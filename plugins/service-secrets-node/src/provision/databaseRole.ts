import { DesiredFields } from './DesiredState';
import { DatabaseSpec, StaticRoleSpec } from './ServiceSpec';
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
    // Empty: the engine's own. Named even so, because a renewal somebody added could let logins run out.
    renew_statements: profile.renewStatements ?? [],
    default_ttl: spec.defaultTtlSeconds,
    max_ttl: spec.maxTtlSeconds,
  };
}

/** The static role of a service: the password of one existing user, changed at intervals. */
export function staticRole(spec: StaticRoleSpec): DesiredFields {
  return {
    db_name: spec.connection,
    username: spec.username,
    rotation_period: spec.rotationPeriodSeconds,
  };
}
