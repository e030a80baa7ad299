import type { PkiRole } from 'backstage-plugin-service-secrets-node';

import { globMatches } from './glob';

const HOSTNAME =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.?$/i;

interface Name {
  readonly full: string;
  /** Without the wildcard label. */
  readonly reduced: string;
  readonly wildcard: boolean;
}

function parse(full: string): Name {
  const wildcard = full.includes('*');
  const reduced = wildcard ? full.slice(full.indexOf('.') + 1) : full;
  return { full, reduced, wildcard };
}

function wildcardIsAllowed({ full }: Name, role: PkiRole): boolean {
  const [first, ...rest] = full.split('.');
  return (
    role.allowWildcardCertificates &&
    first.split('*').length === 2 &&
    rest.length > 0 &&
    !rest.join('.').includes('*')
  );
}

function isLocal({ reduced }: Name, role: PkiRole): boolean {
  return (
    role.allowLocalhost &&
    ['localhost', 'localdomain'].some(
      local =>
        reduced === local ||
        (role.allowSubdomains && reduced.endsWith(`.${local}`)),
    )
  );
}

function domainAdmits(domain: string, name: Name, role: PkiRole): boolean {
  const { full, reduced, wildcard } = name;
  const bare =
    role.allowBareDomains && full.toLowerCase() === domain.toLowerCase();
  // A domain does not admit itself as its own subdomain; a wildcard below it does count as one.
  const below =
    role.allowSubdomains &&
    (reduced.endsWith(`.${domain}`) || (wildcard && reduced === domain));
  const globbed =
    role.allowGlobDomains && domain.includes('*') && globMatches(domain, full);
  return bare || below || globbed;
}

/** Whether Vault would sign this DNS name with this PKI role. */
export function nameIsAllowed(full: string, role: PkiRole): boolean {
  const name = parse(full);
  if (name.wildcard && !wildcardIsAllowed(name, role)) return false;
  if (role.enforceHostnames && !HOSTNAME.test(name.reduced)) return false;
  return (
    role.allowAnyName ||
    isLocal(name, role) ||
    role.allowedDomains.some(domain => domainAdmits(domain, name, role))
  );
}

/** The names a PKI role refuses; undefined when its domains depend on who asks. */
export function refusedNames(
  names: readonly string[],
  role: PkiRole,
): string[] | undefined {
  if (role.allowedDomainsTemplate && !role.allowAnyName) return undefined;
  return [...new Set(names)].filter(name => !nameIsAllowed(name, role));
}
