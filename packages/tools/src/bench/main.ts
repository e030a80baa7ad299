import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';

import { ManagedProcess } from '../start/ManagedProcess';
import { typeScriptArgs } from '../start/sandboxProcess';
import { adapter, barePool, stockNodeVault, WIDTH } from './clients';
import { inParallel } from './inParallel';
import { measureLeaseTable } from './leaseTable';
import { performancePage } from './performancePage';
import { measureProvisioning } from './provisioning';
import { Contender, measure, Measurement } from './rounds';

const ROUNDS = 7;
const LOOK_UPS = 10_000;
const TABLES = [1_000, 10_000, 50_000];
const PREFIX = '127.0.0.1';
const READY = `FAKE_VAULT http://${PREFIX}:`;

async function startFakeVault(root: string): Promise<ManagedProcess> {
  return ManagedProcess.start({
    name: 'fake-vault',
    command: process.execPath,
    args: typeScriptArgs(
      root,
      path.join(root, 'packages/tools/src/bench/fakeVault.ts'),
    ),
    cwd: root,
    env: {},
    logFile: path.join(root, '.cache/logs/fake-vault.log'),
  });
}

const leaseIds = (role: string, count: number) =>
  Array.from(
    { length: count },
    (_, index) =>
      `database/creds/${role}/Lease${String(index).padStart(19, '0')}`,
  );

async function measureLookUps(address: string): Promise<Measurement[]> {
  const ids = leaseIds('bench', LOOK_UPS);
  const ours = await adapter(address);
  const pool = barePool(address);
  const stock = stockNodeVault(address);
  return measure(
    [
      { name: 'undici Pool', run: () => inParallel(ids, WIDTH, pool) },
      {
        name: 'our adapter',
        run: () => inParallel(ids, WIDTH, id => ours.lease(id)),
      },
      { name: 'stock node-vault', run: () => inParallel(ids, WIDTH, stock) },
    ],
    ROUNDS,
  );
}

async function measureTable(
  address: string,
  count: number,
): Promise<Measurement[]> {
  const role = { mount: 'database', name: `bench-${count}` };
  const ours = await adapter(address);
  const pool = barePool(address);
  const contenders: Contender[] = [
    {
      name: 'undici Pool',
      run: () => inParallel(leaseIds(role.name, count), WIDTH, pool),
    },
    {
      name: 'our adapter',
      run: async () => {
        const ids = await ours.leaseIds(role);
        await inParallel(ids, WIDTH, id => ours.lease(id));
      },
    },
  ];
  return measure(contenders, ROUNDS);
}

/** `yarn bench`: measures, prints both sides and writes docs/performance.md. */
export async function main({ root }: { root: string }): Promise<void> {
  const server = await startFakeVault(root);
  try {
    const line = await server.waitForLine(l => l.startsWith(READY), 30_000);
    const address = line.split(' ')[1];
    const lookUps = await measureLookUps(address);
    console.table(lookUps);
    const tables: { rows: number; results: Measurement[] }[] = [];
    for (const rows of TABLES) {
      const results = await measureTable(address, rows);
      console.log(`${rows} leases`);
      console.table(results);
      tables.push({ rows, results });
    }
    const inChromium = await measureLeaseTable(root);
    console.table(inChromium);
    const provisioning = await measureProvisioning();
    console.table(provisioning);
    const page = performancePage({
      inChromium,
      provisioning,
      lookUps,
      lookUpCount: LOOK_UPS,
      tables,
      rounds: ROUNDS,
      machine: `${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(
        totalmem() / 2 ** 30,
      )} GB, Node ${process.versions.node}, ${process.platform}`,
      date: new Date(),
    });
    await writeFile(path.join(root, 'docs/performance.md'), page);
  } finally {
    await server.stop();
  }
  // Keep-alive connections of the clients would hold the process.
  process.exit();
}
