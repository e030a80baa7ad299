import { documentRolesIn } from './documentRolesIn';

const reading = new Set(['select', 'usage', 'connect', 'execute']);
const writing = new Set(['insert', 'update', 'delete', 'truncate']);
const shaping = new Set([
  'create',
  'alter',
  'drop',
  'index',
  'references',
  'trigger',
]);

interface Grant {
  readonly verbs: readonly string[];
  readonly on: string;
}

/** What stands between each GRANT of a statement and the next; parts of it are looked for by index, because a pattern over all of it backtracks for minutes on hostile text. */
function grantsIn(text: string): Grant[] {
  const clauses = text.split(';').flatMap(clause => {
    const [, ...afterGrant] = clause.split(/\bgrant /i);
    return afterGrant;
  });
  return clauses.flatMap(clause => {
    const lower = clause.toLocaleLowerCase('en-US');
    const on = lower.indexOf(' on ');
    const to = lower.indexOf(' to ', on + 1);
    if (on < 0 || to < 0) return [];
    // `SELECT (id, title), UPDATE`: the columns are no rights.
    const verbs = lower.slice(0, on).replace(/\([^()]*\)/g, '');
    if (!/^[a-z_, ]+$/.test(verbs)) return [];
    return {
      verbs: verbs.split(',').map(verb => verb.trim()),
      on: clause.slice(on + ' on '.length, to).trim(),
    };
  });
}

const quotes = '["\'`]?';
const name = `${quotes}[\\w$-]+${quotes}(?:@${quotes}[\\w%.-]+${quotes})?`;
const names = `${name}(?:\\s*,\\s*${name})*`;

/** Where a statement names roles whose rights the new user gets. */
const memberships = [
  // GRANT readers TO "{{name}}"
  new RegExp(`\\bgrant\\s+(${names})\\s+to\\s+${quotes}\\{\\{`, 'gi'),
  // CREATE ROLE "{{name}}" … IN ROLE readers, writers
  new RegExp(`\\bin\\s+(?:role|group)\\s+(${names})`, 'gi'),
  // ALTER GROUP readers ADD USER "{{name}}"
  new RegExp(`\\balter\\s+group\\s+(${names})\\s+add\\s+user\\b`, 'gi'),
];

/** `format('GRANT %I TO %I', current_database() || '_ro', …)`: a group role named after the database. */
const ofDatabase =
  /\bformat\(\s*'grant\s+%I\s+to\s+%I'\s*,\s*current_database\(\)\s*\|\|\s*'([\w$-]+)'/gi;

/** `'readers'@'%'` without its quotes and host. */
function bareName(text: string): string {
  return text.trim().replace(/@.*$/, '').replace(/["'`]/g, '');
}

function groupsIn(statement: string): string[] {
  const found = memberships.flatMap(pattern =>
    [...statement.matchAll(pattern)].flatMap(([, list]) => list.split(',')),
  );
  const named = [...statement.matchAll(ofDatabase)].map(
    ([, ending]) => `<database>${ending}`,
  );
  return [...new Set([...found.map(bareName), ...named])];
}

function describeVerbs(verbs: ReadonlySet<string>): string {
  const has = (words: ReadonlySet<string>) =>
    [...verbs].some(verb => words.has(verb));
  if ([...verbs].some(verb => verb.startsWith('all'))) return 'everything';
  const words = [
    has(reading) ? 'read' : '',
    has(writing) ? 'write' : '',
    has(shaping) ? 'change the schema' : '',
  ].filter(word => word !== '');
  const last = words.pop() ?? 'nothing';
  return words.length > 0 ? `${words.join(', ')} and ${last}` : last;
}

/** `IN SCHEMA app` of PostgreSQL, `shop.*` of MySQL. */
function placesOf({ on }: Grant): string[] {
  const schema = on.match(/\bschema\s+"?([a-z0-9_]+)"?/i)?.[1];
  if (schema !== undefined) return [`schema ${schema}`];
  const database = on.match(/^[`"]?([\w$*-]+)[`"]?\.\*$/)?.[1];
  if (database === undefined) return [];
  return [database === '*' ? 'every database' : `database ${database}`];
}

function describeGrants(grants: readonly Grant[]): string {
  if (grants.length === 0) return '';
  const verbs = new Set(grants.flatMap(grant => grant.verbs));
  const places = new Set(grants.flatMap(placesOf));
  return [describeVerbs(verbs), ...places].join(', ');
}

/** Says what creation statements grant, so that the statements themselves can stay on the server. */
export function grantsInWords(statements: readonly string[]): string {
  // Runs of white space as one space: what follows looks for words, whatever lines they stand on.
  const text = statements.join(';').replace(/\s+/g, ' ');
  const groups = groupsIn(text);
  const parts = [
    describeGrants(grantsIn(text)),
    groups.length > 0 ? `as member of ${groups.join(', ')}` : '',
    ...statements.flatMap(documentRolesIn),
  ].filter(part => part !== '');
  if (parts.length > 0) return parts.join('; ');
  // A statement that is put together when it runs may grant anything.
  if (/\bexecute\b/i.test(text)) return 'nothing we recognise';
  return /\bcreate\s+(?:role|user)\b/i.test(text)
    ? 'log in, nothing more'
    : 'nothing we recognise';
}
