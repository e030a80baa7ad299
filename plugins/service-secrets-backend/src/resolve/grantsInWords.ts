const reading = new Set(['select', 'usage', 'connect']);
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

/** `GRANT a, b ON x TO y`, in any case, over several lines. */
function grantsIn(statement: string): Grant[] {
  const pattern = /\bgrant\s+([a-z_,\s]+?)\s+on\s+(.+?)\s+to\s/gis;
  return [...statement.matchAll(pattern)].map(([, verbs, on]) => ({
    verbs: verbs
      .toLocaleLowerCase('en-US')
      .split(',')
      .map(verb => verb.trim()),
    on: on.trim(),
  }));
}

/** Group roles whose rights the new user gets: `GRANT readers TO "{{name}}"`. */
function groupsIn(statement: string): string[] {
  const pattern = /\bgrant\s+"?([a-z0-9_-]+)"?\s+to\s+["'`]?\{\{/gi;
  return [...statement.matchAll(pattern)].map(([, group]) => group);
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

function describePlace(grants: readonly Grant[]): string {
  const schemas = grants.flatMap(
    ({ on }) => on.match(/\bschema\s+"?([a-z0-9_]+)"?/i)?.[1] ?? [],
  );
  const places = [...new Set(schemas)];
  if (places.length === 0) return '';
  return `, schema ${places.join(', ')}`;
}

/** Says what creation statements grant, so that the statements themselves can stay on the server. */
export function grantsInWords(statements: readonly string[]): string {
  const text = statements.join('\n');
  const grants = grantsIn(text);
  const groups = groupsIn(text);
  const verbs = new Set(grants.flatMap(grant => grant.verbs));
  const own =
    grants.length > 0 ? `${describeVerbs(verbs)}${describePlace(grants)}` : '';
  const inherited = groups.length > 0 ? `as ${groups.join(', ')}` : '';
  const parts = [own, inherited].filter(part => part !== '');
  return parts.length > 0 ? parts.join('; ') : 'nothing we recognise';
}
