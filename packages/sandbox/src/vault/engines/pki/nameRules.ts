import { domainToASCII } from 'node:url';
import { globMatches } from '../glob';
import { PkiRole } from './roleFields';

const label = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const hostname = new RegExp(`^(?:\\*\\.)?(?:${label}\\.)*${label}\\.?$`);
const wildcardLabel = new RegExp(`^(?:${label})?\\*(?:${label})?$`);

/** The part of a role that judges names. */
export type NameRules = Pick<
  PkiRole,
  | 'allow_any_name'
  | 'allow_bare_domains'
  | 'allow_glob_domains'
  | 'allow_localhost'
  | 'allow_subdomains'
  | 'allow_token_displayname'
  | 'allow_wildcard_certificates'
  | 'allowed_domains'
  | 'cn_validations'
  | 'enforce_hostnames'
>;

/** A name taken apart for judging. */
interface Parts {
  readonly name: string;
  /** The host of an email address, else the name. */
  readonly host: string;
  /** The host without its wildcard label. */
  readonly reduced: string;
  /** The wildcard label, undefined without one. */
  readonly wildcard?: string;
}

/** A DNS name in ASCII, or undefined when it cannot be one. */
export function asciiHostname(name: string): string | undefined {
  const ascii = /^[\x20-\x7e]*$/.test(name) ? name : domainToASCII(name);
  return hostname.test(ascii) ? ascii : undefined;
}

/** Splits a name; undefined when its wildcard or its `@` stands where none may. */
function takeApart(name: string): Parts | undefined {
  const pieces = name.split('@');
  if (pieces.length > 2) {
    return undefined;
  }
  const host = pieces[pieces.length - 1];
  if (!host.includes('*')) {
    return { name, host, reduced: host };
  }
  const dot = host.indexOf('.');
  const wildcard = host.slice(0, dot);
  const stars = host.split('*').length - 1;
  if (pieces.length === 2 || dot < 0 || stars > 1 || !wildcard.includes('*')) {
    return undefined;
  }
  return { name, host, reduced: host.slice(dot + 1), wildcard };
}

function wellFormed(parts: Parts): boolean {
  return (
    asciiHostname(parts.reduced) !== undefined &&
    (parts.wildcard === undefined || wildcardLabel.test(parts.wildcard))
  );
}

function isLocal(parts: Parts, rules: NameRules): boolean {
  const local = ['localhost', 'localdomain'];
  return (
    local.includes(parts.reduced) ||
    (rules.allow_subdomains &&
      local.some(domain => parts.reduced.endsWith(`.${domain}`)))
  );
}

function isDisplayName(
  parts: Parts,
  rules: NameRules,
  displayName: string,
): boolean {
  if (!rules.allow_token_displayname || displayName === '') {
    return false;
  }
  return (
    parts.name === displayName ||
    (rules.allow_subdomains && parts.host.endsWith(`.${displayName}`))
  );
}

function inDomain(parts: Parts, rules: NameRules, domain: string): boolean {
  if (
    rules.allow_bare_domains &&
    parts.host.toLowerCase() === domain.toLowerCase()
  ) {
    return true;
  }
  if (rules.allow_subdomains) {
    const below = parts.reduced.endsWith(`.${domain}`);
    // The wildcard label itself is the subdomain here.
    const wild = parts.wildcard !== undefined && parts.reduced === domain;
    if (below || wild) {
      return true;
    }
  }
  return (
    rules.allow_glob_domains &&
    domain.includes('*') &&
    globMatches(domain, parts.name)
  );
}

/** Judgements that hold whatever domains a role allows. */
function isFormed(parts: Parts, rules: NameRules): boolean {
  return (
    (parts.wildcard === undefined || rules.allow_wildcard_certificates) &&
    (!rules.enforce_hostnames || wellFormed(parts))
  );
}

/** Whether a role admits a DNS name or email address. `allowed_domains` alone admits nothing: a flag says how it counts. */
export function nameAllowed(
  name: string,
  rules: NameRules,
  displayName = '',
): boolean {
  const parts = takeApart(name);
  if (!parts || !isFormed(parts, rules)) {
    return false;
  }
  return (
    rules.allow_any_name ||
    (rules.allow_localhost && isLocal(parts, rules)) ||
    isDisplayName(parts, rules, displayName) ||
    rules.allowed_domains.some(domain => inDomain(parts, rules, domain))
  );
}

/** Whether a role admits a common name: `cn_validations` decides what it must look like. */
export function commonNameAllowed(
  name: string,
  rules: NameRules,
  displayName = '',
): boolean {
  const validations = rules.cn_validations;
  if (validations.length === 1 && validations[0] === 'disabled') {
    return true;
  }
  const kind = name.includes('@') ? 'email' : 'hostname';
  return validations.includes(kind) && nameAllowed(name, rules, displayName);
}
