import { KeyObject } from 'node:crypto';
import { Lifetimes } from '../lifetimes';
import { buildCertificate } from './certificateBuilder';
import { IssueRequest } from './issueFields';
import { extendedKeyUsages, keyUsageBits } from './keyUsages';
import { PkiStore } from './PkiStore';
import { requestedSubject } from './requestedSubject';
import { PkiRole } from './roleFields';
import { SigningIssuer, urlsFor } from './signingIssuer';
import { subjectName } from './subject';
import { wishedValidity, withinIssuer } from './validity';
import { Pkcs10CertificateRequest, PublicKey, X509Certificate } from './x509';

/** The key of a leaf; the private half only when it was made here. */
export interface LeafKey {
  readonly publicKey: PublicKey;
  readonly privateKey?: KeyObject;
}

/** Everything one new leaf depends on. */
export interface LeafOrder {
  readonly role: PkiRole;
  readonly request: IssueRequest;
  readonly signer: SigningIssuer;
  /** Found only after the names are judged: making a key is the dear part. */
  readonly key: () => Promise<LeafKey>;
  readonly csr?: Pkcs10CertificateRequest;
  /** Takes the subject of the request as it stands. */
  readonly verbatim?: boolean;
  readonly displayName: string;
  readonly limits: Lifetimes;
}

/** Judges an order and makes its certificate. */
export async function buildLeaf(
  store: PkiStore,
  order: LeafOrder,
): Promise<{
  certificate: X509Certificate;
  privateKey?: KeyObject;
  warnings: string[];
}> {
  const { role, request, signer, limits, csr } = order;
  const { commonName, names } = requestedSubject(order);
  const wished = wishedValidity(
    {
      ttl: request.ttl,
      notAfter: request.not_after,
      roleTtl: role.ttl,
      roleMaxTtl: role.max_ttl,
      roleNotAfter: role.not_after,
      notBeforeDuration: role.not_before_duration,
    },
    limits,
  );
  const { issuer } = signer;
  const validity = withinIssuer(wished, issuer.certificate.notAfter, {
    behavior: issuer.leafNotAfterBehavior,
    now: limits.now,
  });
  const subject = subjectName({
    ...role,
    commonName,
    serialNumber: request.serial_number,
    userIds: request.user_ids,
  });
  const { publicKey, privateKey } = await order.key();
  const certificate = await buildCertificate(
    {
      ...validity,
      subject: order.verbatim && csr ? csr.subjectName : subject,
      names,
      publicKey,
      keyUsage: keyUsageBits(role.key_usage),
      extendedKeyUsage: extendedKeyUsages(role),
      saysNotAuthority: role.basic_constraints_valid_for_non_ca,
      policies: role.policy_identifiers,
      urls: urlsFor(store, issuer),
      signatureBits: role.signature_bits,
    },
    { certificate: issuer.certificate, privateKey: signer.privateKey },
  );
  return { certificate, privateKey, warnings: validity.warnings };
}
