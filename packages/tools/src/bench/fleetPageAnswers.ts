import { markdownTable } from '../docs/markdownTable';
import type { BrowserFigures } from './fleetBrowser';
import { count, megabytes, milliseconds } from './fleetPageWords';
import type { DatabaseSize, QuestionFigures } from './fleetRounds';

/** What was stored and asked. */
export interface Answering {
  readonly collections: readonly unknown[];
  readonly database: DatabaseSize;
  readonly questions: readonly QuestionFigures[];
}

/** The database and the questions of the page. */
export function answeringSection(results: Answering): string {
  const { database, questions, collections } = results;
  return `## Database

${megabytes(database.total)} after ${
    collections.length
  } collections, with indexes. The biggest tables:

${markdownTable(
  ['Table', 'Size'],
  database.tables.map(({ name, bytes }) => [
    `\`${name}\``,
    `${(bytes / 2 ** 20).toFixed(1)} MB`,
  ]),
)}

History adds one line for each service and day.

## What the page asks

60 times each, one after the other, over HTTP, with permission check and audit. Goal: 300 ms at the 95th percentile.

${markdownTable(
  ['Question', 'Median', '95th percentile', 'Answer'],
  questions.map(({ question, median, p95, kilobytes }) => [
    question,
    milliseconds(median),
    milliseconds(p95),
    `${count(kilobytes)} kB`,
  ]),
)}
`;
}

/** What a person waits for. */
export function browserSection(browser: BrowserFigures): string {
  const { openings, rounds, scriptKilobytes } = browser;
  return `## In the browser

The fleet page with the client of the app, built for production (${count(
    scriptKilobytes,
  )} kB of script, minified, not compressed, with all
of Backstage's components it uses), in Chromium on the same machine, with the backend above behind it. Each way ${rounds} times in a
new profile; from the start of the navigation, or from the click, until the rows are painted. Goal: first rows within 1 s.

${markdownTable(
  [
    'Way',
    'First rows, median',
    'Worst',
    'All rows, median',
    'Worst',
    'Elements',
  ],
  openings.map(({ opening, firstRows, allRows, nodes }) => [
    opening,
    milliseconds(firstRows.median),
    milliseconds(firstRows.worst),
    milliseconds(allRows.median),
    milliseconds(allRows.worst),
    count(nodes),
  ]),
)}

All rows are loaded, 100 first and then 500 at a time; only those in view are elements of the page.
`;
}
