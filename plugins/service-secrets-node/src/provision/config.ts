import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  databaseEngines,
  describeName,
  isName,
} from 'backstage-plugin-service-secrets-common';

import { StatementProfile } from './StatementProfile';

const KEY = 'serviceSecrets.provision.statementProfiles';

/** Reads the operator's statement profiles; a profile that could not make a login is refused at start. */
export function readStatementProfiles(
  config: Config,
): ReadonlyMap<string, StatementProfile> {
  const profiles = (config.getOptionalConfigArray(KEY) ?? []).map(readProfile);
  return new Map(profiles.map(profile => [profile.id, profile]));
}

function readProfile(config: Config, index: number): StatementProfile {
  const id = config.getString('id');
  if (!isName('configName', id)) {
    throw new InputError(
      `${KEY}[${index}].id must be ${describeName('configName')}`,
    );
  }
  const engineName = config.getOptionalString('engine') ?? 'postgresql';
  const engine = databaseEngines.find(known => known === engineName);
  if (!engine) {
    throw new InputError(
      `${KEY}[${index}].engine must be one of ${databaseEngines.join(', ')}`,
    );
  }
  const creationStatements = config.getStringArray('creationStatements');
  const text = creationStatements.join(' ');
  for (const placeholder of ['{{name}}', '{{password}}', '{{expiration}}']) {
    if (!text.includes(placeholder)) {
      throw new InputError(
        `${KEY}[${index}].creationStatements of profile ${id} must use ${placeholder}`,
      );
    }
  }
  return {
    id,
    engine,
    grants: config.getString('grants'),
    creationStatements,
    revocationStatements:
      config.getOptionalStringArray('revocationStatements') ?? [],
  };
}
