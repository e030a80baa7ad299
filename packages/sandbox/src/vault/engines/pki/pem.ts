import { createPrivateKey, createPublicKey, KeyObject } from 'node:crypto';
import { badRequest, reasonOf } from '../../problems';
import { Pkcs10CertificateRequest, PublicKey, X509Certificate } from './x509';

/** Nothing shorter is taken for a certificate. */
export const shortestPem = 100;

/** A certificate in PEM without trailing newline, as Vault answers it. */
export function certificatePem(certificate: X509Certificate): string {
  return certificate.toString('pem').trim();
}

/** The public key of a certificate or request in DER, as base64. */
export function publicKeyOf(holder: { publicKey: PublicKey }): string {
  return Buffer.from(holder.publicKey.rawData).toString('base64');
}

/** The same as a key object. */
export function publicKeyObject(holder: { publicKey: PublicKey }): KeyObject {
  return createPublicKey({
    key: Buffer.from(holder.publicKey.rawData),
    format: 'der',
    type: 'spki',
  });
}

/** The public half of a private key, as certificates hold it. */
export function publicHalf(key: KeyObject): PublicKey {
  const der = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return new PublicKey(der);
}

interface PemBlock {
  readonly type: string;
  readonly text: string;
}

function blocksOf(text: string): PemBlock[] {
  const pattern = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;
  return [...text.matchAll(pattern)].map(([block, type]) => ({
    type,
    text: block,
  }));
}

/** Reads the certificates and private keys of a PEM bundle. */
export function readBundle(text: string): {
  certificates: X509Certificate[];
  keys: KeyObject[];
} {
  const blocks = blocksOf(text);
  if (blocks.length === 0) {
    throw badRequest('no data found in PEM block');
  }
  try {
    return {
      certificates: blocks
        .filter(({ type }) => type === 'CERTIFICATE')
        .map(block => new X509Certificate(block.text)),
      keys: blocks
        .filter(({ type }) => type.endsWith('PRIVATE KEY'))
        .map(block => createPrivateKey(block.text)),
    };
  } catch (error) {
    throw badRequest(`unable to parse PEM bundle: ${reasonOf(error)}`);
  }
}

/** Reads a certificate request and checks that its sender holds the key. */
export async function readRequest(
  text: string,
): Promise<Pkcs10CertificateRequest> {
  if (text === '') {
    throw badRequest('"csr" is empty');
  }
  const block = blocksOf(text).find(({ type }) =>
    type.endsWith('CERTIFICATE REQUEST'),
  );
  if (!block) {
    throw badRequest('csr contains no data');
  }
  let request: Pkcs10CertificateRequest;
  try {
    request = new Pkcs10CertificateRequest(block.text);
  } catch (error) {
    throw badRequest(
      `certificate request could not be parsed: ${reasonOf(error)}`,
    );
  }
  const signed = await request.verify().catch(() => false);
  if (!signed) {
    throw badRequest('request signature invalid');
  }
  return request;
}
