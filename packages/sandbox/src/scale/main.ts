import { cpus } from 'node:os';

import { resourceTypes } from '../controllers/client/kubernetesTypes';
import { startPostgres } from '../startPostgres';
import { measureExpiry } from './measureExpiry';
import { listedFolder, scaleSize, seedLeases, seedObjects } from './seedScale';
import { ServerUnderTest } from './ServerUnderTest';

const MEMORY_LIMIT_MIB = 400;
const LIST_LIMIT_MS = 200;
const LISTS = 9;

interface Figure {
  readonly what: string;
  readonly value: string;
  readonly limit: string;
  readonly kept: boolean;
}

const print = (text: string) => process.stdout.write(`${text}\n`);

/** The median of several lists, over HTTP and with the answer parsed. */
async function medianListMs(server: ServerUnderTest): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < LISTS; run += 1) {
    const start = performance.now();
    const path = `sys/leases/lookup/${listedFolder}`;
    const { data } = await server.call('LIST', path);
    times.push(performance.now() - start);
    const found = Array.isArray(data?.keys) ? data.keys.length : 0;
    if (found !== scaleSize.listed)
      throw new Error(`${path} has ${found} leases, not ${scaleSize.listed}.`);
  }
  return times.sort((a, b) => a - b)[Math.floor(LISTS / 2)];
}

async function held(server: ServerUnderTest): Promise<Figure[]> {
  const empty = await server.memory();
  await seedLeases(server);
  await seedObjects(server.kubernetes);
  const { items } = await server.kubernetes.list(resourceTypes.pods);
  const full = await server.memory();
  const list = await medianListMs(server);
  return [
    {
      what: 'Memory of both servers, empty',
      value: `${empty.toFixed(0)} MiB`,
      limit: '',
      kept: true,
    },
    {
      what: `Memory with ${scaleSize.leases} leases and ${scaleSize.objects} objects (${items.length} pods)`,
      value: `${full.toFixed(0)} MiB`,
      limit: `< ${MEMORY_LIMIT_MIB} MiB`,
      kept: full < MEMORY_LIMIT_MIB,
    },
    {
      what: `LIST of ${scaleSize.listed} leases, median of ${LISTS}`,
      value: `${list.toFixed(0)} ms`,
      limit: `< ${LIST_LIMIT_MS} ms`,
      kept: list < LIST_LIMIT_MS,
    },
  ];
}

async function expired(server: ServerUnderTest): Promise<Figure[]> {
  const postgres = await startPostgres();
  try {
    const { leases, lagMs, missed } = await measureExpiry(server, postgres);
    return [
      {
        what: `${leases} leases of PostgreSQL users due in one second: missed`,
        value: String(missed),
        limit: '0',
        kept: missed === 0,
      },
      {
        what: 'Last of these users dropped after that second',
        value: `${lagMs} ms`,
        limit: '',
        kept: true,
      },
    ];
  } finally {
    await postgres.stop();
  }
}

async function main(): Promise<number> {
  const server = await ServerUnderTest.start();
  try {
    const figures = [...(await held(server)), ...(await expired(server))];
    print(
      `Node ${process.version}, ${cpus().length} × ${
        cpus()[0]?.model ?? 'CPU'
      }, ${new Date().toISOString().slice(0, 10)}\n`,
    );
    print('| Figure | Measured | Limit |\n| --- | --- | --- |');
    for (const { what, value, limit } of figures)
      print(`| ${what} | ${value} | ${limit} |`);
    const broken = figures.filter(figure => !figure.kept);
    for (const { what } of broken) print(`Limit not kept: ${what}`);
    return broken.length === 0 ? 0 : 1;
  } finally {
    await server.stop();
  }
}

main()
  .then(code => process.exit(code))
  .catch(error => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
