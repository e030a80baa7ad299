import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

import { readStatementProfiles } from '../provision/config';
import { StatementProfile } from '../provision/StatementProfile';

const page = resolvePackagePath(
  'backstage-plugin-service-secrets-node',
  '../../docs/statement-profiles.md',
);

const block = z.object({
  serviceSecrets: z.object({
    provision: z.object({ statementProfiles: z.array(z.json()) }),
  }),
});

function blocksOf(language: string): string[] {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(
    ([, tag, content]) => (tag === language ? [content] : []),
  );
}

/** The profiles of the page for operators, all pasted into one configuration and read as the backend reads it. */
export function documentedProfiles(): ReadonlyMap<string, StatementProfile> {
  const statementProfiles = blocksOf('yaml').flatMap(
    text => block.parse(parse(text)).serviceSecrets.provision.statementProfiles,
  );
  return readStatementProfiles(
    new ConfigReader({ serviceSecrets: { provision: { statementProfiles } } }),
  );
}

/** The SQL an administrator runs once, from the same page. */
export function documentedPreparation(): string {
  return blocksOf('sql').join('\n');
}
