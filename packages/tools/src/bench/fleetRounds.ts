import { PostgresServer } from '@service-secrets/sandbox';
import { Client } from 'pg';

import { FLEET_DATABASE, type FleetReplica } from './FleetReplica';
import type { ReplicaFigures, ServerFigures } from './fleetSize';
import { median } from './rounds';

const ROUNDS = 60;

/** One collection. */
export interface Collected extends ReplicaFigures {
  readonly seconds: number;
  /** Of the machine when it had ended. */
  readonly load: string;
  readonly upstream: ServerFigures;
}

/** How long the answers to one question took, in milliseconds. */
export interface QuestionFigures {
  readonly question: string;
  readonly median: number;
  readonly p95: number;
  readonly kilobytes: number;
}

/** Bytes of the plugin's database and of its biggest tables. */
export interface DatabaseSize {
  readonly total: number;
  readonly tables: readonly {
    readonly name: string;
    readonly bytes: number;
  }[];
}

/** What the page, its views and an export ask. */
const questions: readonly (readonly [string, string])[] = [
  ['First page', 'rows?limit=100'],
  ['Broken ones of one owner', 'rows?health=broken&owner=group:default/team-0'],
  ['One finding code', 'rows?code=serviceAccountNotBound&limit=100'],
  ['Text search', 'rows?text=svc-0099'],
  ['Most leases first', 'rows?sort=leases&descending=true&limit=100'],
  ['Next expiry first', 'rows?sort=expiry&limit=100'],
  ['Figures above the table', 'summary'],
  ['Figures of one owner', 'summary?owner=group:default/team-1'],
  ['Expiry calendar, 90 days', 'expiry?days=90'],
  ['Roles nobody claims', 'roles?concern=unowned'],
  ['Lists to work off', 'concerns'],
  ['Connections', 'connections'],
  [
    'Who reaches a database',
    'access?instance=vault&mount=database&connection=db-1',
  ],
  ['History, 90 days', 'history?days=90'],
  ['What changed', 'changes'],
  ['Export, CSV', 'export?format=csv'],
  ['Export, JSON', 'export?format=json'],
];

async function deepQuestion(replica: FleetReplica): Promise<string> {
  let cursor = '';
  for (let page = 0; page < 9; page += 1) {
    const answer = await replica.get(`rows?limit=100${cursor}`);
    const { nextCursor } = JSON.parse(answer);
    if (!nextCursor) break;
    cursor = `&cursor=${encodeURIComponent(nextCursor)}`;
  }
  return `rows?limit=100${cursor}`;
}

async function measureQuestion(
  replica: FleetReplica,
  question: string,
  path: string,
): Promise<QuestionFigures> {
  const times: number[] = [];
  let bytes = 0;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const startedAt = performance.now();
    const text = await replica.get(path);
    // The first one does not count.
    if (round > 0) times.push(performance.now() - startedAt);
    bytes = Buffer.byteLength(text);
  }
  times.sort((a, b) => a - b);
  return {
    question,
    median: median(times),
    p95: times[Math.ceil(ROUNDS * 0.95) - 1],
    kilobytes: bytes / 1024,
  };
}

/** Asks everything the page asks, over HTTP, one after the other. */
export async function measureQuestions(
  replica: FleetReplica,
): Promise<QuestionFigures[]> {
  const deep = ['The last of ten pages', await deepQuestion(replica)] as const;
  const [first, ...rest] = questions;
  const figures: QuestionFigures[] = [];
  for (const [question, path] of [first, deep, ...rest]) {
    figures.push(await measureQuestion(replica, question, path));
  }
  return figures;
}

/** The size of the plugin's database and its tables in bytes, the biggest table first. */
export async function sizeOf(postgres: PostgresServer): Promise<DatabaseSize> {
  const client = new Client({ connectionString: postgres.url(FLEET_DATABASE) });
  await client.connect();
  try {
    const total = await client.query(
      'select pg_database_size(current_database()) as bytes',
    );
    const tables = await client.query(
      `select relname as name, pg_total_relation_size(oid) as bytes from pg_class
       where relkind = 'r' and relname like 'fleet_%' order by 2 desc limit 5`,
    );
    return {
      total: Number(total.rows[0].bytes),
      tables: tables.rows.map(({ name, bytes }) => ({
        name: String(name),
        bytes: Number(bytes),
      })),
    };
  } finally {
    await client.end();
  }
}
