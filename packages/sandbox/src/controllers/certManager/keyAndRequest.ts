import { createPrivateKey, webcrypto } from 'node:crypto';

import type { Certificate } from './certificateTypes';

/** A private key as it goes into a Secret, and the request signed with it. */
export interface KeyAndRequest {
  readonly keyPem: string;
  readonly csrPem: string;
}

interface KeyProfile {
  readonly generate: RsaHashedKeyGenParams | EcKeyGenParams;
  readonly sign: Algorithm | EcdsaParams;
  readonly encoding: 'pkcs1' | 'sec1';
}

type RsaHashedKeyGenParams = webcrypto.RsaHashedKeyGenParams;
type EcKeyGenParams = webcrypto.EcKeyGenParams;
type EcdsaParams = webcrypto.EcdsaParams;
type Algorithm = webcrypto.Algorithm;

const CURVES: Record<number, string> = {
  256: 'P-256',
  384: 'P-384',
  521: 'P-521',
};

function profileOf(certificate: Certificate): KeyProfile {
  const { algorithm = 'RSA', size } = certificate.spec.privateKey ?? {};
  if (algorithm === 'RSA') {
    const name = 'RSASSA-PKCS1-v1_5';
    return {
      generate: {
        name,
        hash: 'SHA-256',
        modulusLength: size ?? 2048,
        publicExponent: new Uint8Array([1, 0, 1]),
      },
      sign: { name },
      encoding: 'pkcs1',
    };
  }
  const namedCurve = CURVES[size ?? 256];
  if (algorithm === 'ECDSA' && namedCurve !== undefined)
    return {
      generate: { name: 'ECDSA', namedCurve },
      sign: { name: 'ECDSA', hash: 'SHA-256' },
      encoding: 'sec1',
    };
  throw new Error(
    `the sandbox's cert-manager makes no ${algorithm} keys of size ${
      size ?? 'default'
    }; use RSA or ECDSA 256, 384, 521`,
  );
}

async function exportKey(
  key: webcrypto.CryptoKey,
  type: 'pkcs1' | 'sec1' | 'pkcs8',
): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', key);
  const parsed = createPrivateKey({
    key: Buffer.from(der),
    format: 'der',
    type: 'pkcs8',
  });
  return parsed.export({ format: 'pem', type }).toString();
}

/** A new private key and a PKCS #10 request for the names of a Certificate. */
export async function makeKeyAndRequest(
  certificate: Certificate,
): Promise<KeyAndRequest> {
  const { spec } = certificate;
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const profile = profileOf(certificate);
  const keys = await webcrypto.subtle.generateKey(profile.generate, true, [
    'sign',
    'verify',
  ]);
  if (!('privateKey' in keys)) throw new Error('no key pair was generated');
  const names = [
    ...(spec.dnsNames ?? []).map(value => ({ type: 'dns' as const, value })),
    ...(spec.ipAddresses ?? []).map(value => ({ type: 'ip' as const, value })),
    ...(spec.uris ?? []).map(value => ({ type: 'url' as const, value })),
  ];
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: spec.commonName === undefined ? '' : `CN=${spec.commonName}`,
    keys,
    signingAlgorithm: profile.sign,
    extensions: [new x509.SubjectAlternativeNameExtension(names)],
  });
  const pkcs8 = spec.privateKey?.encoding === 'PKCS8';
  return {
    keyPem: await exportKey(
      keys.privateKey,
      pkcs8 ? 'pkcs8' : profile.encoding,
    ),
    csrPem: `${request.toString('pem')}\n`,
  };
}
