import { readDatabaseUrl } from './databaseUrl';

describe('readDatabaseUrl', () => {
  it.each([
    [
      'postgresql://{{username}}:{{password}}@db.svc:5432/grades?sslmode=verify-full',
      { endpoint: 'db.svc:5432/grades', tlsMode: 'verify-full' },
    ],
    ['postgres://db.svc/grades', { endpoint: 'db.svc/grades' }],
    [
      '{{username}}:{{password}}@tcp(10.0.0.1:3306)/grades?tls=skip-verify',
      { endpoint: '10.0.0.1:3306/grades', tlsMode: 'skip-verify' },
    ],
    ['u:p@tcp(db:3306)/', { endpoint: 'db:3306' }],
    ['postgresql://a:p@h1:1,h2:2/d', { endpoint: 'h1:1,h2:2/d' }],
  ])('shows where %s leads and how it is encrypted', (url, expected) => {
    expect(readDatabaseUrl(url)).toEqual(expected);
  });

  it.each([
    'host=db user=vault password=canary-7f3 dbname=x',
    'postgresql://vault:canary-7f3@p@ss@db/x',
    'postgresql://vault:canary-7f3/x@db/y',
    'vault:canary-7f3',
    'postgresql://db/x?password=canary-7f3&sslmode=canary-7f3 x',
    '://canary-7f3 @',
  ])('shows nothing of a password in %s', url => {
    expect(JSON.stringify(readDatabaseUrl(url))).not.toContain('canary');
  });
});
