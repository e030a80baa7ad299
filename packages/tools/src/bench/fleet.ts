import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import path from 'node:path';

import { PostgresServer, startPostgres } from '@service-secrets/sandbox';

import { measureBrowser } from './fleetBrowser';
import { fleetPage } from './fleetPage';
import { FleetReplica, HEAP_MB } from './FleetReplica';
import { Collected, measureQuestions, sizeOf } from './fleetRounds';
import { FleetServers } from './FleetServers';
import type { FleetSize } from './fleetSize';

const ALL_SERVICES = 1000;

const size: FleetSize = {
  // Fewer, in steps of 20, for a look at what a change does to the requests.
  services: Number(process.env.FLEET_SERVICES ?? ALL_SERVICES),
  rolesEach: 10,
  leasesPerRole: 5,
  certificatesEach: 10,
};
/** The first, and two of those that follow it. */
const COLLECTIONS = 3;

/** What is measured, and what it reads. */
interface Scene {
  readonly root: string;
  readonly postgres: PostgresServer;
  readonly servers: FleetServers;
  readonly replica: FleetReplica;
}

const load = () => loadavg()[0].toFixed(1);

async function collect({ replica, servers }: Scene): Promise<Collected> {
  await Promise.all([replica.stats(), servers.stats()]);
  const seconds = await replica.collect();
  const [ours, upstream] = await Promise.all([
    replica.stats(),
    servers.stats(),
  ]);
  return { seconds, load: load(), upstream, ...ours };
}

/** A fleet that was read in part would be measured in part. */
async function checkSize(replica: FleetReplica): Promise<void> {
  const summary = JSON.parse(await replica.get('summary'));
  const roles = size.services * size.rolesEach;
  const wanted = {
    services: size.services,
    leases: roles * size.leasesPerRole,
    certificates: size.services * size.certificatesEach,
    broken: size.services / 20,
    healthy: size.services - size.services / 20,
  };
  const { services, leases, certificates, byHealth } = summary;
  const { broken, healthy } = byHealth;
  const codes = JSON.stringify(summary.facets.code);
  const found = { services, leases, certificates, broken, healthy };
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    throw new Error(
      `Collected ${JSON.stringify(found)} instead of ${JSON.stringify(
        wanted,
      )}; findings: ${codes}`,
    );
  }
}

async function measureScene(scene: Scene) {
  const { root, replica, postgres } = scene;
  const idle = await replica.stats();
  const collections: Collected[] = [];
  while (collections.length < COLLECTIONS) {
    const one = await collect(scene);
    collections.push(one);
    console.log(
      `collection ${collections.length}: ${one.seconds.toFixed(
        1,
      )} s, ${one.cpuSeconds.toFixed(1)} s of processor, at most ${(
        one.peakRss /
        2 ** 20
      ).toFixed(0)} MB`,
    );
  }
  await checkSize(replica);
  const database = await sizeOf(postgres);
  const questions = await measureQuestions(replica);
  console.table(questions);
  const browser = await measureBrowser({
    root,
    url: replica.url,
    rows: size.services,
  });
  console.table(
    browser.openings.map(({ opening, firstRows, allRows }) => ({
      opening,
      'first rows': Math.round(firstRows.median),
      'all rows': Math.round(allRows.median),
    })),
  );
  const afterwards = await replica.stats();
  return { idle, collections, database, questions, browser, afterwards };
}

async function measureAll(root: string, directory: string) {
  const startedAt = performance.now();
  const servers = await FleetServers.start({ root, size, directory });
  const seedSeconds = (performance.now() - startedAt) / 1000;
  console.log(`Vault and Kubernetes filled in ${seedSeconds.toFixed(0)} s`);
  const postgres = await startPostgres();
  try {
    const upstreams = servers.addresses;
    const options = { root, size, postgres, upstreams };
    const replica = await FleetReplica.start(options);
    try {
      const scene = { root, postgres, servers, replica };
      const found = await measureScene(scene);
      const { rss } = await servers.stats();
      return { ...found, servers: { seedSeconds, rss } };
    } finally {
      await replica.stop();
    }
  } finally {
    await Promise.all([postgres.stop(), servers.stop()]);
  }
}

function machine(): string {
  const [{ model }] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${model.trim()}, ${gigabytes} GB, Node ${
    process.versions.node
  }, ${process.platform}`;
}

/** `yarn scale:fleet`: measures the fleet, prints it, and writes docs/fleet-performance.md if it is a whole one. */
export async function main({ root }: { root: string }): Promise<void> {
  const directory = await mkdtemp(path.join(tmpdir(), 'fleet-'));
  const loadBefore = load();
  try {
    const page = fleetPage({
      ...(await measureAll(root, directory)),
      size,
      heapMb: HEAP_MB,
      machine: machine(),
      load: { before: loadBefore, after: load() },
      date: new Date(),
    });
    const isWhole = size.services === ALL_SERVICES;
    const file = isWhole
      ? path.join(root, 'docs/fleet-performance.md')
      : path.join(root, '.cache/fleet-performance.md');
    await writeFile(file, page);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  process.exit();
}
