import { KeyObject } from 'node:crypto';
import {
  AlternativeNames,
  alternativeNamesExtension,
} from './alternativeNames';
import { SigningKey, signingKey } from './keys';
import { AiaUrls } from './model';
import { newSerial } from './serials';
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CertificatePolicyExtension,
  CRLDistributionPointsExtension,
  ExtendedKeyUsageExtension,
  Extension,
  JsonName,
  KeyUsagesExtension,
  Name,
  PublicKey,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from './x509';

/** Who signs: a CA certificate with its key. Undefined certificate means the new one signs itself. */
export interface Signer {
  readonly certificate?: X509Certificate;
  readonly privateKey: KeyObject;
}

/** A certificate to be made. */
export interface CertificatePlan {
  readonly subject: JsonName | Name;
  readonly names: AlternativeNames;
  readonly publicKey: PublicKey;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly keyUsage: number;
  readonly extendedKeyUsage: readonly string[];
  /** A CA with its path length; -1 for no limit. Undefined for a leaf. */
  readonly authority?: { pathLength: number };
  /** Says CA:FALSE in a leaf, which otherwise says nothing. */
  readonly saysNotAuthority?: boolean;
  readonly policies?: readonly string[];
  readonly urls: AiaUrls;
  readonly signatureBits?: number;
}

function constraints(plan: CertificatePlan): Extension[] {
  if (plan.authority) {
    const { pathLength } = plan.authority;
    return [
      new BasicConstraintsExtension(
        true,
        pathLength < 0 ? undefined : pathLength,
        true,
      ),
    ];
  }
  return plan.saysNotAuthority
    ? [new BasicConstraintsExtension(false, undefined, true)]
    : [];
}

function addresses(urls: AiaUrls): Extension[] {
  const extensions: Extension[] = [];
  if (urls.issuing_certificates.length + urls.ocsp_servers.length > 0) {
    extensions.push(
      new AuthorityInfoAccessExtension({
        caIssuers: urls.issuing_certificates,
        ocsp: urls.ocsp_servers,
      }),
    );
  }
  if (urls.crl_distribution_points.length > 0) {
    extensions.push(
      new CRLDistributionPointsExtension(urls.crl_distribution_points),
    );
  }
  return extensions;
}

/** Which key a certificate or a CRL names as its signer's. */
export function authorityKeyId(
  certificate: X509Certificate,
): AuthorityKeyIdentifierExtension | undefined {
  const own = certificate.getExtension(SubjectKeyIdentifierExtension);
  return own ? new AuthorityKeyIdentifierExtension(own.keyId) : undefined;
}

async function extensionsOf(
  plan: CertificatePlan,
  signer: Signer,
): Promise<Extension[]> {
  const subjectKeyId = await SubjectKeyIdentifierExtension.create(
    plan.publicKey,
  );
  const authority = signer.certificate
    ? authorityKeyId(signer.certificate)
    : new AuthorityKeyIdentifierExtension(subjectKeyId.keyId);
  // A certificate without subject is known by its alternative names alone.
  const nameless = Array.isArray(plan.subject) && plan.subject.length === 0;
  const optional = [
    plan.keyUsage ? new KeyUsagesExtension(plan.keyUsage, true) : undefined,
    plan.extendedKeyUsage.length > 0
      ? new ExtendedKeyUsageExtension([...plan.extendedKeyUsage])
      : undefined,
    ...constraints(plan),
    subjectKeyId,
    authority,
    ...addresses(plan.urls),
    alternativeNamesExtension(plan.names, nameless),
    plan.policies?.length
      ? new CertificatePolicyExtension([...plan.policies])
      : undefined,
  ];
  return optional.filter(extension => extension !== undefined);
}

/** Certificates count whole seconds. */
function wholeSecond(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}

/** Makes and signs a certificate. */
export async function buildCertificate(
  plan: CertificatePlan,
  signer: Signer,
): Promise<X509Certificate> {
  const key: SigningKey = await signingKey(
    signer.privateKey,
    plan.signatureBits,
  );
  return X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: plan.subject,
    issuer: signer.certificate?.subjectName ?? plan.subject,
    notBefore: wholeSecond(plan.notBefore),
    notAfter: wholeSecond(plan.notAfter),
    publicKey: plan.publicKey,
    signingKey: key.privateKey,
    signingAlgorithm: key.algorithm,
    extensions: await extensionsOf(plan, signer),
  });
}
