import { X509Certificate } from 'node:crypto';

import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsagesExtension,
  X509Certificate as ParsedCertificate,
} from '../vault/engines/pki/x509';

const MINUTE_MS = 60_000;

/** What two certificates of the same request have in common, in one line. */
export function describeCertificate(pem: string): string {
  try {
    return describe(pem);
  } catch {
    return '<CERTIFICATE that cannot be parsed>';
  }
}

function describe(pem: string): string {
  const certificate = new X509Certificate(pem);
  const parsed = new ParsedCertificate(pem);
  const key = certificate.publicKey;
  const minutes = Math.round(
    (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) /
      MINUTE_MS,
  );
  const extensions = parsed.extensions.map(({ type, critical }) =>
    critical ? `${type}!` : type,
  );
  const parts = {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    names: certificate.subjectAltName ?? 'none',
    key: `${key.asymmetricKeyType ?? '?'} ${JSON.stringify(
      key.asymmetricKeyDetails,
      (_, value: unknown) =>
        typeof value === 'bigint' ? Number(value) : value,
    )}`,
    usages: parsed.getExtension(KeyUsagesExtension)?.usages ?? 0,
    extendedUsages: [
      ...(parsed.getExtension(ExtendedKeyUsageExtension)?.usages ?? []),
    ].join(' '),
    constraints: constraintsOf(parsed),
    minutes,
    extensions: extensions.sort().join(' '),
  };
  const words = Object.entries(parts).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return `<CERTIFICATE ${words.join('; ')}>`;
}

function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}

function constraintsOf(certificate: ParsedCertificate): string {
  const found = certificate.getExtension(BasicConstraintsExtension);
  if (!found) return 'none';
  return `ca ${found.ca} path length ${found.pathLength ?? 'any'}`;
}
