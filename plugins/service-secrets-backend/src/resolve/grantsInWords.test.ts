import { grantsInWords } from './grantsInWords';

const login = `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'`;

describe('grantsInWords', () => {
  it.each([
    [
      'grants of its own, of two statements in one string',
      [
        `${login}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{{name}}";`,
      ],
      'read and write, schema public',
    ],
    [
      'reading only',
      [
        `${login};`,
        'GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{{name}}";',
      ],
      'read, schema public',
    ],
    [
      'a group role named after the database',
      [
        login,
        `DO $$ BEGIN EXECUTE format('GRANT %I TO %I', current_database() || '_rw', '{{name}}'); END $$;`,
      ],
      'as member of <database>_rw',
    ],
    [
      'a statement that is put together when it runs',
      [login, `DO $$ BEGIN EXECUTE format(current_setting('x')); END $$;`],
      'nothing we recognise',
    ],
    ['a login without any grant', [`${login};`], 'log in, nothing more'],
    [
      'a group role in the statement that creates the user',
      [`${login} IN ROLE "grade_rw";`],
      'as member of grade_rw',
    ],
    [
      'several group roles, the older spelling included',
      [`${login} IN GROUP wizard_ro, "reports"`],
      'as member of wizard_ro, reports',
    ],
    [
      'a group role granted afterwards',
      [login, 'GRANT "api_rw" TO "{{name}}"'],
      'as member of api_rw',
    ],
    [
      'a group role besides grants of its own',
      [
        `${login} IN ROLE readers; GRANT INSERT ON ALL TABLES IN SCHEMA app TO "{{name}}"; GRANT USAGE ON SCHEMA app TO "{{name}}"`,
      ],
      'read and write, schema app; as member of readers',
    ],
    [
      'rights on some columns, over several lines',
      [
        `${login};\nGRANT SELECT (id, title),\n  UPDATE (title)\n  ON TABLE app.books\n  TO "{{name}}" WITH GRANT OPTION;`,
      ],
      'read and write',
    ],
    [
      'a grant without an end, before one of another statement',
      ['GRANT SELECT ON', 'GRANT INSERT ON shop.* TO x'],
      'write, database shop',
    ],
    [
      'every right',
      ['GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA public TO "{{name}}"'],
      'everything, schema public',
    ],
    [
      'MySQL, on one database',
      [
        `CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}'; GRANT SELECT ON shop.* TO '{{name}}'@'%';`,
      ],
      'read, database shop',
    ],
    [
      'MySQL, on everything',
      [
        "CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}'",
        "GRANT ALL PRIVILEGES ON *.* TO '{{name}}'@'%'",
      ],
      'everything, every database',
    ],
    [
      'MySQL, through a role',
      [
        "CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}'",
        "GRANT 'app_read'@'%' TO '{{name}}'@'%'",
      ],
      'as member of app_read',
    ],
    [
      'MongoDB',
      ['{"db": "admin", "roles": [{"role": "readWrite", "db": "shop"}]}'],
      'as readWrite on shop',
    ],
    [
      'MongoDB, on the database of the statement',
      ['{"db": "admin", "roles": ["read", {"role": "backup"}]}'],
      'as read on admin; as backup on admin',
    ],
    ['a document without roles', ['{"db": "admin"}'], 'nothing we recognise'],
    ['no statement', [], 'nothing we recognise'],
  ])('words %s', (_what, statements, words) => {
    expect(grantsInWords(statements)).toBe(words);
  });

  it('never takes the new user itself for a group', () => {
    expect(
      grantsInWords([`${login}; GRANT "{{name}}" TO vault_admin`]),
    ).not.toContain('member');
  });

  it.each([
    ['spaces', `grant ${' '.repeat(200_000)}`],
    ['grants without an end', 'grant a on '.repeat(20_000)],
    ['groups without an end', `grant ${'a,'.repeat(100_000)}`],
    ['brackets without an end', `grant ${'('.repeat(200_000)} on x to y`],
  ])('reads %s of a hostile statement in one pass', (_what, statement) => {
    // A pattern that backtracks takes minutes here, which the test's own limit ends.
    expect(grantsInWords([statement])).toBe('nothing we recognise');
  });
});
