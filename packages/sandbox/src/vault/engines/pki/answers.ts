import { KeyObject } from 'node:crypto';
import { badRequest } from '../../problems';
import { unixSeconds } from '../../values/duration';
import { privateKeyDer, privateKeyPem, shapeOf } from './keys';
import { certificatePem } from './pem';
import { formatSerial } from './serials';
import { X509Certificate } from './x509';

/** Refuses a format Vault does not know. */
export function checkFormat(format: string): void {
  if (!['pem', 'der', 'pem_bundle'].includes(format)) {
    throw badRequest(
      'the "format" path parameter must be "pem", "der", or "pem_bundle"',
    );
  }
}

/** Whether a certificate signed itself, as far as its names tell. */
export function isRoot(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer;
}

/** A certificate in DER, as base64. */
export function certificateDer(certificate: X509Certificate): string {
  return Buffer.from(certificate.rawData).toString('base64');
}

/** A new certificate with what goes out beside it. */
export interface Issued {
  readonly certificate: X509Certificate;
  /** The issuer and its parents, issuer first. */
  readonly chain: readonly X509Certificate[];
  readonly format: string;
  /** Where the chain starts with the certificate itself. */
  readonly issuer?: X509Certificate;
  readonly removeRoots?: boolean;
  /** Only keys made here go out. */
  readonly privateKey?: { key: KeyObject; format: string };
}

function keyData({ privateKey, format }: Issued): Record<string, unknown> {
  if (!privateKey) {
    return {};
  }
  const encode = format === 'der' ? privateKeyDer : privateKeyPem;
  return {
    private_key: encode(privateKey.key, privateKey.format),
    private_key_type: shapeOf(privateKey.key).type,
  };
}

function bundleOf(issued: Issued, shown: readonly X509Certificate[]): string {
  const { privateKey, certificate } = issued;
  const key = privateKey
    ? [privateKeyPem(privateKey.key, privateKey.format)]
    : [];
  return [...key, ...[certificate, ...shown].map(certificatePem)].join('\n');
}

/** The answer to issuing and signing. */
export function issuedData(issued: Issued): Record<string, unknown> {
  const { certificate, chain, format } = issued;
  const encode = format === 'der' ? certificateDer : certificatePem;
  const shown = issued.removeRoots
    ? chain.filter(member => !isRoot(member))
    : chain;
  return {
    certificate:
      format === 'pem_bundle' ? bundleOf(issued, shown) : encode(certificate),
    issuing_ca: encode(issued.issuer ?? chain[0] ?? certificate),
    ...(shown.length > 0 && { ca_chain: shown.map(encode) }),
    serial_number: formatSerial(certificate.serialNumber),
    expiration: unixSeconds(certificate.notAfter.getTime()),
    ...keyData(issued),
  };
}
