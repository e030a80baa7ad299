import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { Client } from 'pg';
import { startPostgres } from './startPostgres';
import { temporaryPrefix } from './temporaryFolder';

jest.setTimeout(60_000);

describe('startPostgres', () => {
  it('answers queries of PostgreSQL 18 and leaves no data behind after stop', async () => {
    const before = readdirSync(tmpdir());
    const server = await startPostgres();
    const client = new Client({ connectionString: server.url() });
    await client.connect();

    const { rows } = await client.query('show server_version');

    expect(rows[0].server_version).toMatch(/^18\./);
    await client.end();
    const directory = readdirSync(tmpdir()).find(
      name =>
        name.startsWith(temporaryPrefix('postgres-')) && !before.includes(name),
    );
    expect(directory).toBeDefined();
    await server.stop();
    expect(existsSync(`${tmpdir()}/${directory}`)).toBe(false);
    await expect(
      new Client({ connectionString: server.url() }).connect(),
    ).rejects.toThrow('ECONNREFUSED');
  });

  it('leaves the signals of the process to its caller', async () => {
    const before = process.listenerCount('SIGTERM');

    const server = await startPostgres();

    expect(process.listenerCount('SIGTERM')).toBe(before);
    await server.stop();
  });
});
