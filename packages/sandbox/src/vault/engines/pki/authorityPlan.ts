import { badRequest } from '../../problems';
import { readFields } from '../fieldSpecs';
import { Lifetimes } from '../lifetimes';
import { checkFormat } from './answers';
import { AuthorityRequest } from './authorityFields';
import { requestedSubject } from './requestedSubject';
import { roleFields } from './roleFields';
import { subjectName } from './subject';
import { wishedValidity } from './validity';
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  Pkcs10CertificateRequest,
} from './x509';

const authorityUsage = KeyUsageFlags.keyCertSign + KeyUsageFlags.cRLSign;

/** A CA may have any name. */
const authorityRole = readFields(roleFields, {
  allow_any_name: true,
  enforce_hostnames: false,
  allowed_uri_sans: ['*'],
  allowed_serial_numbers: ['*'],
  allowed_user_ids: ['*'],
  cn_validations: ['disabled'],
});

/** What a CA request comes to, its key and its issuer apart. */
export function planAuthority(
  request: AuthorityRequest,
  limits: Lifetimes,
  from?: { csr: Pkcs10CertificateRequest; useValues: boolean },
) {
  if (request.permitted_dns_domains.length > 0) {
    throw badRequest('"permitted_dns_domains" is not supported by this server');
  }
  checkFormat(request.format);
  const { commonName, names } = requestedSubject({
    role: {
      ...authorityRole,
      // Without a name of its own the request's counts.
      use_csr_common_name: request.common_name === '',
      use_csr_sans: from?.useValues ?? false,
    },
    request,
    csr: from?.csr,
    displayName: '',
  });
  const validity = wishedValidity(
    {
      ttl: request.ttl,
      notAfter: request.not_after,
      roleTtl: 0,
      roleMaxTtl: 0,
      roleNotAfter: '',
      notBeforeDuration: request.not_before_duration,
    },
    limits,
  );
  const subject = subjectName({
    ...request,
    commonName,
    serialNumber: request.serial_number,
    userIds: request.user_ids,
  });
  return {
    ...validity,
    subject,
    names,
    keyUsage: authorityUsage,
    extendedKeyUsage: [],
    signatureBits: request.signature_bits,
  };
}

/** The path length of a new CA below its parent's. */
export function pathLength(
  asked: number,
  parent: BasicConstraintsExtension | null,
) {
  if (parent?.pathLength === undefined) {
    return asked;
  }
  if (parent.pathLength === 0) {
    throw badRequest(
      'cannot satisfy request: the issuer has a maximum path length of zero',
    );
  }
  const limit = parent.pathLength - 1;
  return asked < 0 ? limit : Math.min(asked, limit);
}
