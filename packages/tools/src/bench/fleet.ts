import { writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';

import { PostgresServer, startPostgres } from '@service-secrets/sandbox';

import { FleetReplica, HEAP_MB } from './FleetReplica';
import { fleetPage } from './fleetPage';
import { Collected, measureQuestions, sizeOf } from './fleetRounds';
import type { FleetSize } from './fleetSize';

const size: FleetSize = {
  services: 1000,
  rolesEach: 10,
  leasesPerRole: 5,
  certificatesEach: 10,
  latencyMs: 1,
};
const COLLECTIONS = 5;

async function collect(replica: FleetReplica): Promise<Collected> {
  const startedAt = performance.now();
  await replica.collect();
  const seconds = (performance.now() - startedAt) / 1000;
  return { seconds, ...(await replica.stats()) };
}

/** A fleet that was read in part would be measured in part. */
async function checkSize(replica: FleetReplica): Promise<void> {
  const summary = JSON.parse(await replica.get('summary'));
  const roles = size.services * size.rolesEach;
  const wanted = {
    services: size.services,
    leases: roles * size.leasesPerRole,
    certificates: size.services * size.certificatesEach,
  };
  const { services, leases, certificates } = summary;
  const found = { services, leases, certificates };
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    throw new Error(
      `Collected ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`,
    );
  }
}

async function measureAll(root: string, postgres: PostgresServer) {
  const replica = await FleetReplica.start({ root, size, postgres });
  try {
    const idle = await replica.stats();
    const collections: Collected[] = [];
    while (collections.length < COLLECTIONS) {
      collections.push(await collect(replica));
      const { seconds, peakRss } = collections[collections.length - 1];
      console.log(
        `collection ${collections.length}: ${seconds.toFixed(1)} s, at most ${(
          peakRss /
          2 ** 20
        ).toFixed(0)} MB`,
      );
    }
    await checkSize(replica);
    const database = await sizeOf(postgres);
    const questions = await measureQuestions(replica);
    console.table(questions);
    const afterwards = await replica.stats();
    return { idle, collections, database, questions, afterwards };
  } finally {
    await replica.stop();
  }
}

/** `yarn scale:fleet`: measures the fleet at its size, prints it and writes docs/fleet-performance.md. */
export async function main({ root }: { root: string }): Promise<void> {
  const postgres = await startPostgres();
  try {
    const page = fleetPage({
      ...(await measureAll(root, postgres)),
      size,
      heapMb: HEAP_MB,
      machine: `${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(
        totalmem() / 2 ** 30,
      )} GB, Node ${process.versions.node}, ${
        process.platform
      }; load average at the end ${loadavg()[0].toFixed(1)}`,
      date: new Date(),
    });
    await writeFile(path.join(root, 'docs/fleet-performance.md'), page);
  } finally {
    await postgres.stop();
  }
  process.exit();
}
