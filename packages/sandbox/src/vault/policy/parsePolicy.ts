import { parse } from '@cdktf/hcl2json';

import { parseDuration } from '../engines/fields';
import { badRequest, multiError, reasonOf } from '../problems';
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

/** Terraform's `${` and `%{` mean nothing in a policy; doubling them keeps them literal. */
function escapeInterpolation(text: string): string {
  return text.replace(/([$%])\{/g, '$1$1{');
}

function unescapeInterpolation(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/([$%])\1\{/g, '$1{');
  if (Array.isArray(value)) return value.map(unescapeInterpolation);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key.replace(/([$%])\1\{/g, '$1{'),
      unescapeInterpolation(item),
    ]),
  );
}

async function readText(text: string): Promise<Record<string, unknown>> {
  if (text.trimStart().startsWith('{')) {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
    throw new Error('a policy must be an object');
  }
  return unescapeInterpolation(
    await parse('policy.hcl', escapeInterpolation(text)),
  ) as Record<string, unknown>; // an object in, an object out
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

function wrappingTtl(path: string, value: unknown): number {
  if (value === undefined) return 0;
  const seconds = parseDuration(String(value));
  if (seconds === undefined) {
    throw parseFailure(
      `error parsing min_wrapping_ttl or max_wrapping_ttl of path "${path}": invalid duration "${String(
        value,
      )}"`,
    );
  }
  return seconds;
}

function readRule(path: string, body: Record<string, unknown>): PathRule {
  const strange = Object.keys(body).find(key => !stanzaKeys.has(key));
  if (strange !== undefined) {
    throw parseFailure(
      multiError(`path "${path}": invalid key "${strange}"`).trimEnd(),
    );
  }
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
    minWrappingTtl: wrappingTtl(path, body.min_wrapping_ttl),
    maxWrappingTtl: wrappingTtl(path, body.max_wrapping_ttl),
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
  let document: Record<string, unknown>;
  try {
    document = await readText(text);
  } catch (error) {
    throw parseFailure(reasonOf(error));
  }
  const strange = Object.keys(document).find(
    key => key !== 'path' && key !== 'name',
  );
  if (strange !== undefined) {
    throw parseFailure(multiError(`invalid key "${strange}"`).trimEnd());
  }
  const sections = Array.isArray(document.path)
    ? document.path
    : [document.path ?? {}];
  return sections.filter(isObject).flatMap(section =>
    Object.entries(section).flatMap(([written, bodies]) => {
      const path = readPath(written);
      return (Array.isArray(bodies) ? bodies : [bodies])
        .filter(isObject)
        .map(body => ({ path, rule: readRule(written, body) }));
    }),
  );
}
