import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  DatabaseEngine,
  databaseEngines,
  describeName,
  isName,
} from 'backstage-plugin-service-secrets-common';

import { StatementProfile } from './StatementProfile';
import { statementProblem } from './statementRules';

const KEY = 'serviceSecrets.provision.statementProfiles';

/** Reads the operator's statement profiles; a profile that makes no login, or leaves one behind, is refused at start. */
export function readStatementProfiles(
  config: Config,
): ReadonlyMap<string, StatementProfile> {
  const profiles = new Map<string, StatementProfile>();
  for (const [index, each] of (
    config.getOptionalConfigArray(KEY) ?? []
  ).entries()) {
    const profile = readProfile(each, index);
    if (profiles.has(profile.id)) {
      throw new InputError(
        `${KEY}[${index}].id ${profile.id} is the id of another profile; give each its own`,
      );
    }
    profiles.set(profile.id, profile);
  }
  return profiles;
}

function readProfile(config: Config, index: number): StatementProfile {
  const renewStatements = config.getOptionalStringArray('renewStatements');
  const profile: StatementProfile = {
    id: readId(config, index),
    engine: readEngine(config, index),
    grants: config.getString('grants'),
    creationStatements: config.getStringArray('creationStatements'),
    revocationStatements:
      config.getOptionalStringArray('revocationStatements') ?? [],
    ...(renewStatements && { renewStatements }),
  };
  const problem = statementProblem(profile);
  if (problem) {
    throw new InputError(
      `${KEY}[${index}].${problem.field} of profile ${profile.id} ${problem.message}`,
    );
  }
  return profile;
}

function readId(config: Config, index: number): string {
  const id = config.getString('id');
  if (!isName('configName', id)) {
    throw new InputError(
      `${KEY}[${index}].id must be ${describeName('configName')}`,
    );
  }
  return id;
}

function readEngine(config: Config, index: number): DatabaseEngine {
  const name = config.getOptionalString('engine') ?? 'postgresql';
  const engine = databaseEngines.find(known => known === name);
  if (!engine) {
    throw new InputError(
      `${KEY}[${index}].engine must be one of ${databaseEngines.join(', ')}`,
    );
  }
  return engine;
}
