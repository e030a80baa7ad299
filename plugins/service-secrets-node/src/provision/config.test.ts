import { ConfigReader } from '@backstage/config';

import { readStatementProfiles } from './config';

const KEY = 'serviceSecrets.provision.statementProfiles';

function read(...statementProfiles: object[]) {
  return readStatementProfiles(
    new ConfigReader({ serviceSecrets: { provision: { statementProfiles } } }),
  );
}

const login = `CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'`;
const postgresql = {
  id: 'read-only',
  engine: 'postgresql',
  grants: 'read, schema public',
  creationStatements: [`${login} IN ROLE app_read;`],
};
const mysql = {
  ...postgresql,
  engine: 'mysql',
  creationStatements: [
    `CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}';`,
    `GRANT SELECT ON shop.* TO '{{name}}'@'%';`,
  ],
};
const mongodb = {
  ...postgresql,
  engine: 'mongodb',
  creationStatements: [
    '{"db": "admin", "roles": [{"role": "read", "db": "shop"}]}',
  ],
};

describe('readStatementProfiles', () => {
  it('answers no profile when none is configured', () => {
    expect(readStatementProfiles(new ConfigReader({})).size).toBe(0);
  });

  it.each([
    ['postgresql', postgresql],
    ['mysql', mysql],
    ['mongodb', mongodb],
  ])(
    'leaves revocation to Vault when a %s profile gives no statements and Vault can do it',
    (_engine, profile) => {
      expect(read(profile).get('read-only')).toEqual({
        ...profile,
        revocationStatements: [],
      });
    },
  );

  it('takes a profile without an engine for PostgreSQL', () => {
    const { engine: _engine, ...rest } = postgresql;
    expect(read(rest).get('read-only')?.engine).toBe('postgresql');
  });

  it('keeps renewal statements that move the end of the login', () => {
    const renewStatements = [
      `ALTER ROLE "{{name}}" VALID UNTIL '{{expiration}}'`,
    ];
    expect(
      read({ ...postgresql, renewStatements }).get('read-only'),
    ).toMatchObject({ renewStatements });
  });

  it.each([
    ['postgresql', '{{name}}'],
    ['postgresql', '{{password}}'],
    ['postgresql', '{{expiration}}'],
    ['mysql', '{{name}}'],
    ['mysql', '{{password}}'],
  ])(
    'refuses %s creation statements without %s, naming the key',
    (engine, placeholder) => {
      const profile = engine === 'mysql' ? mysql : postgresql;
      const creationStatements = profile.creationStatements.map(text =>
        text.replaceAll(placeholder, 'x'),
      );

      expect(() => read({ ...profile, creationStatements })).toThrow(
        `${KEY}[0].creationStatements of profile read-only must use ${placeholder}`,
      );
    },
  );

  it.each([
    [
      'creationStatements',
      'name',
      { creationStatements: [`${login}; GRANT a TO {{name}}`] },
    ],
    [
      'creationStatements',
      'password',
      { creationStatements: [login.replace("'{{password}}'", '{{password}}')] },
    ],
    [
      'revocationStatements',
      'username',
      { revocationStatements: ['DROP ROLE {{username}}'] },
    ],
  ])('refuses %s with {{%s}} outside quotes', (field, placeholder, change) => {
    expect(() => read({ ...postgresql, ...change })).toThrow(
      `${KEY}[0].${field} of profile read-only must put {{${placeholder}}} between quotes`,
    );
  });

  it('refuses a renewal that does not move the end of the login', () => {
    expect(() =>
      read({ ...postgresql, renewStatements: ['SELECT 1'] }),
    ).toThrow(
      `${KEY}[0].renewStatements of profile read-only must use {{expiration}}`,
    );
  });

  it.each([
    ['Read Only', 'must be lower-case letters'],
    ['', `got empty-string, wanted string`],
  ])(
    'refuses the id %j, which could not stand in a role name',
    (id, message) => {
      expect(() => read({ ...postgresql, id })).toThrow(message);
    },
  );

  it('refuses an engine it does not know, and a second profile of one id', () => {
    expect(() => read({ ...postgresql, engine: 'oracle' })).toThrow(
      `${KEY}[0].engine must be one of postgresql, mysql, mongodb`,
    );
    expect(() => read(postgresql, postgresql)).toThrow(
      `${KEY}[1].id read-only is the id of another profile`,
    );
  });

  describe('on revocation', () => {
    const direct = [
      `${login}; GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{{name}}"`,
    ];

    it.each([
      ['none', [], 'must take back what creationStatements grant on objects'],
      ['no DROP', [`ALTER ROLE "{{name}}" NOLOGIN`], 'must drop the role'],
      [
        'DROP ROLE alone',
        ['DROP ROLE "{{name}}"'],
        'must use DROP OWNED BY or REVOKE',
      ],
    ])(
      'refuses %s for grants on objects in PostgreSQL',
      (_what, revocationStatements, message) => {
        expect(() =>
          read({
            ...postgresql,
            creationStatements: direct,
            revocationStatements,
          }),
        ).toThrow(
          `${KEY}[0].revocationStatements of profile read-only ${message}`,
        );
      },
    );

    it('takes a complete one for grants on objects', () => {
      const revocationStatements = [
        'REASSIGN OWNED BY "{{name}}" TO app_owner; DROP OWNED BY "{{name}}"; DROP ROLE "{{name}}"',
      ];
      expect(
        read({
          ...postgresql,
          creationStatements: direct,
          revocationStatements,
        }).size,
      ).toBe(1);
    });

    it('takes a grant of a group role, formatted or not, for none on objects', () => {
      const creationStatements = [
        login,
        `GRANT app_read TO "{{name}}"`,
        `DO $$ BEGIN EXECUTE format('GRANT %I TO %I', current_database() || '_ro', '{{name}}'); END $$`,
      ];
      expect(read({ ...postgresql, creationStatements }).size).toBe(1);
    });

    it("refuses to leave a MySQL user of another host to Vault, which drops the one at '%'", () => {
      const creationStatements = [
        `CREATE USER '{{name}}'@'10.%' IDENTIFIED BY '{{password}}'`,
      ];
      expect(() => read({ ...mysql, creationStatements })).toThrow(
        `${KEY}[0].revocationStatements of profile read-only must drop the user`,
      );
      expect(
        read({
          ...mysql,
          creationStatements,
          revocationStatements: [`DROP USER '{{name}}'@'10.%'`],
        }).size,
      ).toBe(1);
    });

    it('refuses a MySQL revocation that only locks', () => {
      const revocationStatements = [`ALTER USER '{{name}}'@'%' ACCOUNT LOCK`];
      expect(() => read({ ...mysql, revocationStatements })).toThrow(
        'must drop the user, or dead logins pile up',
      );
    });
  });

  describe('of MongoDB', () => {
    it.each([
      ['no JSON', ['db.createUser({})']],
      ['no roles', ['{"db": "admin", "roles": []}']],
      ['an unknown field', ['{"db": "admin", "roles": ["read"], "pwd": "x"}']],
      ['a hostile database', ['{"db": "ad min", "roles": ["read"]}']],
      ['two statements', ['{"roles": ["read"]}', '{"roles": ["read"]}']],
    ])('refuses %s', (_what, creationStatements) => {
      expect(() => read({ ...mongodb, creationStatements })).toThrow(
        `${KEY}[0].creationStatements of profile read-only must be one JSON text`,
      );
    });

    it('refuses a revocation in another database than the one the user is made in', () => {
      const creationStatements = ['{"db": "shop", "roles": ["read"]}'];
      expect(() => read({ ...mongodb, creationStatements })).toThrow(
        `${KEY}[0].revocationStatements of profile read-only must be one JSON text that names the database the user is made in: {"db": "shop"}`,
      );
      expect(
        read({
          ...mongodb,
          creationStatements,
          revocationStatements: ['{"db": "shop"}'],
        }).size,
      ).toBe(1);
    });

    it('refuses renewal statements, which MongoDB has no use for', () => {
      expect(() => read({ ...mongodb, renewStatements: ['{}'] })).toThrow(
        'renewStatements of profile read-only are not known to MongoDB',
      );
    });
  });
});
