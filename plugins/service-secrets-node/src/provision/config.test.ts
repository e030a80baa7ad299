import { ConfigReader } from '@backstage/config';

import { readStatementProfiles } from './config';

function aConfig(profile: object) {
  return new ConfigReader({
    serviceSecrets: { provision: { statementProfiles: [profile] } },
  });
}

const complete = {
  id: 'read-only',
  engine: 'postgresql',
  grants: 'read, schema public',
  creationStatements: [
    `CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' IN ROLE app_read;`,
  ],
};

describe('readStatementProfiles', () => {
  it('answers no profile when none is configured', () => {
    expect(readStatementProfiles(new ConfigReader({})).size).toBe(0);
  });

  it('leaves revocation to Vault when no statements are given', () => {
    const profile = readStatementProfiles(aConfig(complete)).get('read-only');

    expect(profile).toEqual({ ...complete, revocationStatements: [] });
  });

  it.each(['{{name}}', '{{password}}', '{{expiration}}'])(
    'refuses creation statements without %s, naming the key',
    placeholder => {
      const creationStatements = complete.creationStatements.map(text =>
        text.replace(placeholder, 'x'),
      );

      expect(() =>
        readStatementProfiles(aConfig({ ...complete, creationStatements })),
      ).toThrow(
        `serviceSecrets.provision.statementProfiles[0].creationStatements of profile read-only must use ${placeholder}`,
      );
    },
  );

  it('refuses an id that could not stand in a role name', () => {
    expect(() =>
      readStatementProfiles(aConfig({ ...complete, id: 'Read Only' })),
    ).toThrow('serviceSecrets.provision.statementProfiles[0].id must be');
  });
});
