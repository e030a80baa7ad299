import { ConfigReader } from '@backstage/config';

import { readProvisionConfig } from './readProvisionConfig';

const profile = {
  id: 'read-write',
  grants: 'read and write',
  creationStatements: [
    `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';`,
  ],
  revocationStatements: ['DROP ROLE IF EXISTS "{{name}}";'],
};

const database = {
  id: 'grades',
  title: 'Grades',
  connection: 'grade-api-db',
  host: 'postgres.example',
  port: '5432',
  database: 'gradedb',
  profiles: ['read-write'],
};

const offer = {
  owners: ['Group:default/Grades', 'shop'],
  namespaces: ['demo-*'],
  vaultServer: 'https://vault.example:8200',
  maxTtl: '24h',
  databases: [database],
};

function read(provision: object) {
  const config = new ConfigReader({
    serviceSecrets: {
      provision: { statementProfiles: [profile], ...provision },
    },
  });
  return readProvisionConfig(config, { environments: ['production'] });
}

describe('readProvisionConfig', () => {
  it('lets nothing be written and offers nothing when nothing is configured', () => {
    const rails = readProvisionConfig(new ConfigReader({}), {
      environments: [],
    });

    expect(rails).toMatchObject({
      mode: 'plan-only',
      applyManifests: false,
      createNamespaces: false,
      offers: [],
    });
    expect(rails.reservedNamespaces).toEqual(
      expect.arrayContaining(['kube-*', 'default', 'vault*']),
    );
  });

  it('reads an offer, with defaults and values the environment filled in as text', () => {
    const { offers, mode, createNamespaces } = read({
      mode: 'apply',
      createNamespaces: 'true',
      offers: [offer],
    });

    expect([mode, createNamespaces]).toEqual(['apply', true]);
    expect(offers[0]).toMatchObject({
      owners: ['group:default/grades', 'group:default/shop'],
      audience: 'vault',
      deliveryMethods: ['agent-injector'],
      maxTtlSeconds: 86_400,
      databases: [{ engine: 'postgresql', port: 5432, sslMode: 'verify-full' }],
      certificates: [],
    });
  });

  it.each<[string, object, RegExp]>([
    ['an unknown mode', { mode: 'yolo' }, /provision\.mode: /],
    ['an unknown key', { applyManifest: true }, /applyManifest/],
    [
      'a namespace pattern that is everything',
      { offers: [{ ...offer, namespaces: ['*'] }] },
      /offers\[0\]\.namespaces\[0\]: is neither/,
    ],
    [
      'no owner',
      { offers: [{ ...offer, owners: [] }] },
      /offers\[0\]\.owners: /,
    ],
    [
      'an address with a path',
      { offers: [{ ...offer, vaultServer: 'https://vault.example/v1' }] },
      /vaultServer: must be scheme, host and port only/,
    ],
    [
      'a duration that is none',
      { offers: [{ ...offer, maxTtl: 'long' }] },
      /maxTtl: is no duration/,
    ],
    [
      'an environment nobody configured',
      { offers: [{ ...offer, environments: ['staging'] }] },
      /there is no 'staging' in serviceSecrets\.environments/,
    ],
    [
      'a profile nobody wrote',
      { offers: [{ ...offer, databases: [{ ...database, profiles: ['x'] }] }] },
      /databases\[0\]\.profiles: there is no 'x'/,
    ],
    [
      'a profile for another engine',
      { offers: [{ ...offer, databases: [{ ...database, engine: 'mysql' }] }] },
      /'read-write' is for postgresql, the database is mysql/,
    ],
    [
      'two databases of one id',
      { offers: [{ ...offer, databases: [database, database] }] },
      /databases has two 'grades'/,
    ],
    [
      'an authority that cannot be read',
      { offers: [{ ...offer, vaultCaFile: '/nowhere/ca.pem' }] },
      /vaultCaFile: file \/nowhere\/ca\.pem cannot be read/,
    ],
  ])('refuses %s at start, naming the key', (_what, provision, words) => {
    expect(() => read(provision)).toThrow(words);
  });
});
