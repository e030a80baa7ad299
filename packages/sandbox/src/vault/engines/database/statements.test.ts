import {
  fillStatement,
  formatExpiration,
  splitPostgresStatements,
  splitStatements,
} from './statements';

describe('splitStatements', () => {
  it.each([
    ['a; b;', ['a', 'b']],
    ['a', ['a']],
    [' ; ;a ; ', ['a']],
    ['["a;b","c"]', ['a;b', 'c']],
    [Buffer.from('["a;b"]').toString('base64'), ['a;b']],
    ['', []],
  ])('cuts %j into %j', (text, expected) => {
    expect(splitStatements(text)).toEqual(expected);
  });
});

describe('splitPostgresStatements', () => {
  it('keeps a DO block whole because it holds END', () => {
    const block = 'DO $$ BEGIN PERFORM 1; END $$;';

    expect(splitPostgresStatements(block)).toEqual([block]);
  });

  it.each([
    ['CREATE ROLE "a END b"; GRANT x', 2],
    ["COMMENT ON ROLE x IS 'the END'; GRANT y", 2],
    ['ALTER TABLE append ADD c; GRANT y', 2],
  ])('cuts %j because END is quoted or part of a word', (text, count) => {
    expect(splitPostgresStatements(text)).toHaveLength(count);
  });
});

describe('fillStatement', () => {
  it('fills both names of the user, the password and the expiration', () => {
    const filled = fillStatement(
      '{{name}} {{username}} {{password}} {{expiration}} {{other}}',
      { username: 'u', password: 'p', expiration: 'e' },
    );

    expect(filled).toBe('u u p e {{other}}');
  });

  it('keeps a password with dollar signs as it is', () => {
    expect(
      fillStatement("'{{password}}'", { username: 'u', password: '$&$1' }),
    ).toBe("'$&$1'");
  });
});

describe('formatExpiration', () => {
  it('names the instant with its zone, so that PostgreSQL reads it back', () => {
    const at = new Date('2026-08-01T10:20:30.999Z');

    const text = formatExpiration(at);

    expect(text).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:30[+-]\d{4}$/);
    const iso = text.replace(' ', 'T').replace(/(\d\d)$/, ':$1');
    expect(new Date(iso)).toEqual(new Date('2026-08-01T10:20:30Z'));
  });
});
