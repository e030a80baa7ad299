import { DatabaseEngine } from 'backstage-plugin-service-secrets-common';
import { z } from 'zod';

import { StatementProfile } from './StatementProfile';

/** What is wrong with a profile, to be read after the name of the field and of the profile. */
export interface StatementProblem {
  readonly field:
    | 'creationStatements'
    | 'revocationStatements'
    | 'renewStatements';
  readonly message: string;
}

function placeholderProblem(
  { creationStatements }: StatementProfile,
  placeholders: readonly string[],
): StatementProblem | undefined {
  // Vault takes both spellings of the name.
  const text = creationStatements
    .join(' ')
    .replaceAll('{{username}}', '{{name}}');
  const missing = placeholders.find(each => !text.includes(`{{${each}}}`));
  return missing === undefined
    ? undefined
    : { field: 'creationStatements', message: `must use {{${missing}}}` };
}

const fields = [
  'creationStatements',
  'revocationStatements',
  'renewStatements',
] as const;

/** Vault fills placeholders in as text, and the names it makes have hyphens. */
function quotingProblem(
  profile: StatementProfile,
): StatementProblem | undefined {
  const bare = /(?:^|[^'"`])\{\{(name|username|password|expiration)\}\}/;
  for (const field of fields) {
    const found = bare.exec(profile[field]?.join(' ') ?? '');
    if (found) {
      return {
        field,
        message: `must put {{${found[1]}}} between quotes: Vault replaces it by plain text`,
      };
    }
  }
  return undefined;
}

function renewalProblem({
  renewStatements,
}: StatementProfile): StatementProblem | undefined {
  return renewStatements &&
    !renewStatements.join(' ').includes('{{expiration}}')
    ? {
        field: 'renewStatements',
        message:
          "must use {{expiration}}, or a login ends although its lease was renewed; leave them out for the plugin's own renewal",
      }
    : undefined;
}

/** A grant on an object; a grant of a group role has no ON. */
const directGrant = /\bGRANT\b[^;]*\bON\b/i;

function postgresRevocationProblem(
  profile: StatementProfile,
): StatementProblem | undefined {
  const field = 'revocationStatements';
  const creation = profile.creationStatements.join('; ');
  const revocation = profile.revocationStatements.join('; ');
  const granted = directGrant.test(creation);
  if (revocation === '') {
    return granted
      ? {
          field,
          message:
            'must take back what creationStatements grant on objects (REASSIGN OWNED, DROP OWNED, DROP ROLE), or grant a group role instead: without them Vault may be unable to drop the login',
        }
      : undefined;
  }
  if (!/\bDROP\s+(?:ROLE|USER)\b/i.test(revocation)) {
    return { field, message: 'must drop the role, or dead logins pile up' };
  }
  return granted && !/\b(?:DROP\s+OWNED|REVOKE)\b/i.test(revocation)
    ? {
        field,
        message:
          'must use DROP OWNED BY or REVOKE before the role is dropped: PostgreSQL drops no role that still has grants',
      }
    : undefined;
}

function mysqlRevocationProblem(
  profile: StatementProfile,
): StatementProblem | undefined {
  const field = 'revocationStatements';
  const creation = profile.creationStatements.join('; ');
  const revocation = profile.revocationStatements.join('; ');
  const elsewhere = /\{\{(?:name|username)\}\}['"`]@(?!['"`]%['"`])/.test(
    creation,
  );
  if (revocation === '' && elsewhere) {
    return {
      field,
      message:
        "must drop the user: Vault's own revocation drops '{{name}}'@'%' and this profile makes a user of another host",
    };
  }
  return revocation !== '' && !/\bDROP\s+USER\b/i.test(revocation)
    ? { field, message: 'must drop the user, or dead logins pile up' }
    : undefined;
}

const databaseName = z.string().regex(/^[^\s/\\."$*<>:|?{}]{1,63}$/);

const mongodbCreation = z.strictObject({
  db: databaseName.default('admin'),
  roles: z
    .array(
      z.union([
        z.string().min(1),
        z.strictObject({
          role: z.string().min(1),
          db: databaseName.optional(),
        }),
      ]),
    )
    .min(1),
});

const mongodbRevocation = z.strictObject({ db: databaseName.default('admin') });

function mongodbProblem({
  creationStatements,
  revocationStatements,
  renewStatements,
}: StatementProfile): StatementProblem | undefined {
  const creation = onlyJson(mongodbCreation, creationStatements);
  if (!creation) {
    return {
      field: 'creationStatements',
      message:
        'must be one JSON text such as {"db": "admin", "roles": [{"role": "read", "db": "grades"}]}',
    };
  }
  const revocation = onlyJson(
    mongodbRevocation,
    revocationStatements.length > 0 ? revocationStatements : ['{}'],
  );
  if (revocation?.db !== creation.db) {
    return {
      field: 'revocationStatements',
      message: `must be one JSON text that names the database the user is made in: {"db": "${creation.db}"}`,
    };
  }
  return renewStatements && renewStatements.length > 0
    ? { field: 'renewStatements', message: 'are not known to MongoDB' }
    : undefined;
}

/** The one statement of a list, read as JSON; undefined when it is none. */
function onlyJson<T>(
  schema: z.ZodType<T>,
  statements: readonly string[],
): T | undefined {
  if (statements.length !== 1) return undefined;
  try {
    return schema.safeParse(JSON.parse(statements[0])).data;
  } catch {
    return undefined;
  }
}

const rules: Record<
  DatabaseEngine,
  (profile: StatementProfile) => StatementProblem | undefined
> = {
  postgresql: profile =>
    placeholderProblem(profile, ['name', 'password', 'expiration']) ??
    quotingProblem(profile) ??
    renewalProblem(profile) ??
    postgresRevocationProblem(profile),
  // MySQL has no end of life for an account: Vault alone removes it.
  mysql: profile =>
    placeholderProblem(profile, ['name', 'password']) ??
    quotingProblem(profile) ??
    mysqlRevocationProblem(profile),
  mongodb: mongodbProblem,
};

/** Checks a profile as far as its text tells: a profile that makes no login, or leaves one behind, is worse than none. */
export function statementProblem(
  profile: StatementProfile,
): StatementProblem | undefined {
  return rules[profile.engine](profile);
}
