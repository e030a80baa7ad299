import { VaultProblem } from '../VaultProblem';
import { durationComplaint, parseDuration } from '../engines/fields';
import { badRequest, multiError, reasonOf } from '../problems';
import { HclItem, parseHcl, plainHcl } from './parseHcl';
import { isTemplated, validateTemplate } from './templating';
import {
  capabilities,
  Capability,
  ParameterRules,
  PathRule,
  Stanza,
} from './rules';

const stanzaKeys = new Set([
  'policy',
  'capabilities',
  'allowed_parameters',
  'denied_parameters',
  'required_parameters',
  'min_wrapping_ttl',
  'max_wrapping_ttl',
  'mfa_methods',
  'control_group',
  'subscribe_event_types',
]);

const listKeys = new Set(['capabilities', 'required_parameters']);
const objectKeys = new Set(['allowed_parameters', 'denied_parameters']);

const shorthand: Record<string, Capability[]> = {
  deny: ['deny'],
  read: ['read', 'list'],
  write: ['create', 'read', 'update', 'delete', 'list'],
  sudo: ['create', 'read', 'update', 'delete', 'list', 'sudo'],
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCapability(word: string): word is Capability {
  return capabilities.some(known => known === word);
}

/** A stanza as written: its path, its fields, and where each field stands. */
interface WrittenStanza {
  readonly path: string;
  readonly body: Record<string, unknown>;
  readonly lines: Readonly<Record<string, number>>;
  /** Places of fields that are a single value, for complaints. */
  readonly places: Readonly<Record<string, string>>;
}

const topLevelKeys = new Set(['name', 'path']);

function stanzaOf({ keys, value }: HclItem): WrittenStanza {
  const items = value.kind === 'object' ? value.items : [];
  const body = plainHcl(value);
  return {
    // A block without a label takes its own name for the path.
    path: keys[1] ?? keys[0],
    body: isObject(body) ? body : {},
    lines: Object.fromEntries(items.map(item => [item.keys[0], item.line])),
    places: Object.fromEntries(
      items.flatMap(item =>
        item.value.kind === 'literal' ? [[item.keys[0], item.value.place]] : [],
      ),
    ),
  };
}

function invalidKeys(keys: readonly (readonly [string, number])[]): string[] {
  return keys.map(([key, line]) => `invalid key "${key}" on line ${line}`);
}

function readHcl(text: string): WrittenStanza[] {
  const { items } = parseHcl(text);
  const strange = items
    .filter(({ keys }) => !topLevelKeys.has(keys[0]))
    .map(({ keys, line }) => [keys[0], line] as const);
  if (strange.length > 0)
    throw parseFailure(multiError(...invalidKeys(strange)));
  return items.filter(({ keys }) => keys[0] === 'path').map(stanzaOf);
}

function readJson(text: string): WrittenStanza[] {
  const document: unknown = JSON.parse(text);
  if (!isObject(document)) throw new Error('a policy must be an object');
  const strange = Object.keys(document)
    .filter(key => !topLevelKeys.has(key))
    .map(key => [key, 1] as const);
  if (strange.length > 0)
    throw parseFailure(multiError(...invalidKeys(strange)));
  const sections = Array.isArray(document.path)
    ? document.path
    : [document.path ?? {}];
  return sections
    .filter(isObject)
    .flatMap(section =>
      Object.entries(section).flatMap(([path, bodies]) =>
        (Array.isArray(bodies) ? bodies : [bodies])
          .filter(isObject)
          .map(body => ({ path, body, lines: {}, places: {} })),
      ),
    );
}

function parseFailure(detail: string) {
  return badRequest(`failed to parse policy: ${detail}`);
}

function capabilitiesOf(path: string, body: Record<string, unknown>) {
  const words = Array.isArray(body.capabilities)
    ? body.capabilities.map(String)
    : [];
  const unknown = words.find(word => !isCapability(word));
  if (unknown !== undefined) {
    throw parseFailure(`path "${path}": invalid capability "${unknown}"`);
  }
  const found = new Set(words.filter(isCapability));
  if (typeof body.policy === 'string' && body.policy !== '') {
    const legacy = shorthand[body.policy];
    if (!legacy) {
      throw parseFailure(`path "${path}": invalid policy "${body.policy}"`);
    }
    legacy.forEach(word => found.add(word));
  }
  return found;
}

/** HCL blocks arrive as a list of one object, attributes as the object. */
function parameterRules(value: unknown): ParameterRules {
  const blocks = Array.isArray(value) ? value : [value];
  const entries = blocks.filter(isObject).flatMap(Object.entries);
  return Object.fromEntries(
    entries.map(([key, values]) => [
      key.toLowerCase(),
      Array.isArray(values) ? values : [values],
    ]),
  );
}

function wrappingTtl(body: Record<string, unknown>, field: string): number {
  if (body[field] === undefined) return 0;
  const text = String(body[field]);
  const seconds = parseDuration(text);
  if (seconds !== undefined) return seconds;
  throw parseFailure(`error parsing ${field}: ${durationComplaint(text)}`);
}

/** Refuses a single value where a list or an object belongs. */
function checkShapes({ path, places }: WrittenStanza): void {
  const [, list] =
    Object.entries(places).find(([key]) => listKeys.has(key)) ?? [];
  if (list) {
    throw parseFailure(
      `path "${path}": At ${list}: unknown slice type: *ast.LiteralType`,
    );
  }
  const [name, place] =
    Object.entries(places).find(([key]) => objectKeys.has(key)) ?? [];
  if (name && place) {
    throw parseFailure(
      `path "${path}": At ${place}: root.${name}: not an object type for map (*ast.LiteralType)`,
    );
  }
}

function checkKeys({ path, body, lines }: WrittenStanza): void {
  const strange = Object.keys(body)
    .filter(key => !stanzaKeys.has(key))
    .map(key => [key, lines[key] ?? 1] as const);
  if (strange.length === 0) return;
  const texts = invalidKeys(strange).map(text => `path "${path}": ${text}`);
  throw parseFailure(multiError(...texts));
}

function readRule(stanza: WrittenStanza): PathRule {
  const { path, body } = stanza;
  checkKeys(stanza);
  checkShapes(stanza);
  const granted = capabilitiesOf(path, body);
  const denied = granted.has('deny');
  const rule: PathRule = {
    capabilities: denied ? new Set<Capability>(['deny']) : granted,
    allowed: denied ? {} : parameterRules(body.allowed_parameters),
    denied: denied ? {} : parameterRules(body.denied_parameters),
    required:
      !denied && Array.isArray(body.required_parameters)
        ? body.required_parameters.map(key => String(key).toLowerCase())
        : [],
    minWrappingTtl: wrappingTtl(body, 'min_wrapping_ttl'),
    maxWrappingTtl: wrappingTtl(body, 'max_wrapping_ttl'),
  };
  if (rule.maxWrappingTtl > 0 && rule.maxWrappingTtl < rule.minWrappingTtl) {
    throw parseFailure('max_wrapping_ttl cannot be less than min_wrapping_ttl');
  }
  return rule;
}

function readPath(written: string): string {
  const path = written.replace(/^\//, '');
  if (path.includes('+*')) {
    throw parseFailure(
      `path "${written}": invalid use of wildcards ('+*' is forbidden)`,
    );
  }
  if (isTemplated(path)) validateTemplate(path);
  return path;
}

/** The stanzas of a policy in HCL or JSON. Refuses what Vault refuses, with its words. */
export async function parsePolicy(text: string): Promise<Stanza[]> {
  let stanzas: WrittenStanza[];
  try {
    stanzas = text.trimStart().startsWith('{') ? readJson(text) : readHcl(text);
  } catch (error) {
    throw error instanceof VaultProblem ? error : parseFailure(reasonOf(error));
  }
  return stanzas.map(stanza => ({
    path: readPath(stanza.path),
    rule: readRule(stanza),
  }));
}
