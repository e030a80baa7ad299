import { isIP } from 'node:net';
import { badRequest } from '../../problems';
import { globMatches } from '../glob';
import { AlternativeNames, requestedNames } from './alternativeNames';
import { IssueRequest } from './issueFields';
import { asciiHostname, commonNameAllowed, nameAllowed } from './nameRules';
import { PkiRole } from './roleFields';
import { Pkcs10CertificateRequest } from './x509';

/** What decides who a certificate is for. */
export interface Application {
  readonly role: PkiRole;
  readonly request: IssueRequest;
  readonly csr?: Pkcs10CertificateRequest;
  readonly displayName: string;
}

const noCommonName =
  'the common_name field is required, or must be provided in a CSR with "use_csr_common_name" set to true, unless "require_cn" is set to false';

function chosenCommonName({ role, request, csr }: Application): string {
  const fromCsr =
    csr && role.use_csr_common_name ? csr.subjectName.getField('CN')[0] : '';
  const name = fromCsr || request.common_name;
  if (!name && role.require_cn) {
    throw badRequest(noCommonName);
  }
  return name;
}

function sentNames(request: IssueRequest): AlternativeNames {
  const emails = request.alt_names.filter(name => name.includes('@'));
  const hosts = request.alt_names.filter(name => !name.includes('@'));
  return {
    // Entries that are neither an address nor a host name are dropped without a word.
    dns: hosts.map(asciiHostname).filter(name => name !== undefined),
    emails,
    ips: request.ip_sans,
    uris: request.uri_sans,
  };
}

function withCommonName(
  names: AlternativeNames,
  commonName: string,
): AlternativeNames {
  if (commonName.includes('@')) {
    return { ...names, emails: [commonName, ...names.emails] };
  }
  const host = asciiHostname(commonName);
  return host ? { ...names, dns: [host, ...names.dns] } : names;
}

function checkNames(
  { role, displayName }: Application,
  commonName: string,
  names: AlternativeNames,
): void {
  if (commonName && !commonNameAllowed(commonName, role, displayName)) {
    throw badRequest(`common name ${commonName} not allowed by this role`);
  }
  const refused = (name: string) => !nameAllowed(name, role, displayName);
  const host = names.dns.find(refused);
  if (host !== undefined) {
    throw badRequest(`subject alternate name ${host} not allowed by this role`);
  }
  const email = names.emails.find(refused);
  if (email !== undefined) {
    throw badRequest(`email address ${email} not allowed by this role`);
  }
}

function checkAddresses(
  { role }: Application,
  ips: readonly string[],
  viaCsr: boolean,
): void {
  const broken = ips.find(ip => isIP(ip) === 0);
  if (broken !== undefined) {
    throw badRequest(`the value "${broken}" is not a valid IP address`);
  }
  if (ips.length > 0 && !role.allow_ip_sans) {
    throw badRequest(
      `IP Subject Alternative Names are not allowed in this role, but was provided ${
        viaCsr ? 'some via CSR' : `[${ips.join(' ')}]`
      }`,
    );
  }
}

function checkUris(
  { role }: Application,
  uris: readonly string[],
  viaCsr: boolean,
): void {
  if (uris.length === 0) {
    return;
  }
  const source = viaCsr ? 'CSR' : 'the API';
  if (role.allowed_uri_sans.length === 0) {
    throw badRequest(
      `URI Subject Alternative Names are not allowed in this role, but were provided via ${source}`,
    );
  }
  const allowed = (uri: string) =>
    role.allowed_uri_sans.some(pattern => globMatches(pattern, uri));
  if (!uris.every(allowed)) {
    throw badRequest(
      `URI Subject Alternative Names were provided via ${source} which are not valid for this role`,
    );
  }
}

function checkAttributes({ role, request }: Application): void {
  const matches = (patterns: readonly string[], value: string) =>
    patterns.some(pattern => globMatches(pattern, value));
  const serial = request.serial_number;
  if (serial && !matches(role.allowed_serial_numbers, serial)) {
    throw badRequest(`serial_number ${serial} not allowed by this role`);
  }
  if (request.other_sans.length > 0) {
    throw badRequest(otherNameProblem(request.other_sans[0]));
  }
  const user = request.user_ids.find(id => !matches(role.allowed_user_ids, id));
  if (user !== undefined) {
    throw badRequest(`user_id ${user} is not allowed by this role`);
  }
}

/** The common name and alternative names of a new certificate, or Vault's reason why not. */
export function requestedSubject(application: Application): {
  commonName: string;
  names: AlternativeNames;
} {
  const { role, request, csr } = application;
  const commonName = chosenCommonName(application);
  const viaCsr = csr !== undefined && role.use_csr_sans;
  const asked = viaCsr ? requestedNames(csr) : sentNames(request);
  const names =
    commonName && !request.exclude_cn_from_sans
      ? withCommonName(asked, commonName)
      : asked;
  checkNames(application, commonName, names);
  checkAttributes(application);
  checkAddresses(application, names.ips, viaCsr);
  checkUris(application, names.uris, viaCsr);
  return { commonName, names };
}

/** None is ever allowed, but what is no name at all is said first. */
function otherNameProblem(name: string): string {
  const [type, value] = name.split(';');
  return value === undefined
    ? `could not parse requested other SAN: expected a semicolon in other SAN "${name}"`
    : `other SAN OID ${type} not allowed by this role`;
}
