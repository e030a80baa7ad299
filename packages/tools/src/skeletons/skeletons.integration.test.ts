import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import {
  sandboxFiles,
  startSandbox,
  type Sandbox,
} from '@service-secrets/sandbox';

import { DemoDatabase } from './testSupport/DemoDatabase';
import { languages, type Runnable } from './testSupport/languages';
import { Load } from './testSupport/Load';
import { renderSkeleton } from './testSupport/renderSkeleton';
import { SkeletonService } from './testSupport/SkeletonService';

jest.setTimeout(180_000);

const root = path.resolve(__dirname, '../../../..');
const AT_ONCE = 1_200;

let sandbox: Sandbox;
let database: DemoDatabase;
let parent: string;

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 'services' });
  database = new DemoDatabase(sandbox, root);
  parent = await mkdtemp(path.join(tmpdir(), 'skeletons-'));
});

afterAll(async () => {
  await sandbox?.stop();
  if (parent) await rm(parent, { recursive: true, force: true });
});

describe.each(languages)('the $name skeleton', ({ name, prepare }) => {
  const role = `svc-demo-${name}.read-only`;
  let runnable: Runnable | undefined;
  let folder: string;

  beforeAll(async () => {
    folder = path.join(parent, name);
    await renderSkeleton(
      path.join(root, `templates/new-service/skeleton-${name}`),
      folder,
    );
    const prepared = prepare(folder, root);
    if ('command' in prepared) runnable = prepared;
    else
      process.stdout.write(`Not run: skeleton-${name}, ${prepared.lacks}.\n`);
  });

  it('answers every request while its database user is replaced and dropped', async () => {
    // Only the service in Node can run wherever this test can.
    expect(name === 'node' && !runnable).toBe(false);
    if (!runnable) return;
    await database.makeRole(role, 'read-only');
    const first = await database.lease(role);
    const second = await database.lease(role);
    const third = await database.lease(role);
    const service = await SkeletonService.start(runnable, folder, {
      caFile: path.join(sandbox.directory, sandboxFiles.postgresCa),
      credentials: first.credentials,
    });
    const load = new Load(`${service.url}/tables`);
    try {
      const wave = Array.from({ length: AT_ONCE }, () => load.ask());
      expect(load.underWay).toBe(AT_ONCE);
      await service.render(second.credentials);
      await load.during(database.untilHandedOver(first, second));
      await Promise.all(wave);
      await load.during(database.revoke(first));
      await expect(
        database.userExists(first.credentials.username),
      ).resolves.toBe(false);

      await service.render(third.credentials);
      service.signal('SIGHUP');
      await load.during(database.untilHandedOver(second, third));
      await load.during(database.revoke(second));

      const { status } = await fetch(`${service.url}/readyz`);
      expect(status).toBe(200);
      expect(load.failures).toEqual([]);
      expect(load.answered).toBeGreaterThan(AT_ONCE);
      process.stdout.write(
        `skeleton-${name}: ${load.answered} requests over two rotations, 0 failed.\n`,
      );
      expect(service.output).not.toContain(first.credentials.password);
      expect(service.output).not.toContain(second.credentials.password);
    } finally {
      load.close();
      expect(await service.stop()).toBe(0);
    }
    expect(await database.sessionsOf(third.credentials.username)).toBe(0);
  });
});

describe('the statement profiles of the demo', () => {
  it.each([
    ['read-only', [true, false, false]],
    ['read-write', [true, true, false]],
    ['migrate', [true, true, true]],
  ] as const)('%s allows select, delete, create: %j', async (id, allowed) => {
    const role = `svc-demo-profile.${id}`;
    await database.makeRole(role, id);
    const leased = await database.lease(role);
    const attempts = [
      'SELECT * FROM users',
      "DELETE FROM users WHERE email = 'nobody'",
      'CREATE TABLE made (id int)',
    ];

    const outcomes = await database.asUser(leased, async client => {
      const seen: boolean[] = [];
      for (const sql of attempts)
        seen.push(
          await client.query(sql).then(
            () => true,
            () => false,
          ),
        );
      return seen;
    });

    expect(outcomes).toEqual(allowed);
    await database.revoke(leased);
    await expect(
      database.userExists(leased.credentials.username),
    ).resolves.toBe(false);
  });
});
