import {
  createPublicKey,
  generateKeyPair,
  KeyObject,
  webcrypto,
} from 'node:crypto';
import { promisify } from 'node:util';
import { badRequest } from '../../problems';

const generate = promisify(generateKeyPair);

/** The key types a role may ask for. */
export type KeyType = 'rsa' | 'ec' | 'ed25519';

/** A key's type and size as Vault counts it: RSA modulus, curve size, 0 for Ed25519. */
export interface KeyShape {
  readonly type: KeyType;
  readonly bits: number;
}

const defaultBits: Record<KeyType, number> = { rsa: 2048, ec: 256, ed25519: 0 };
const knownBits: Record<KeyType, readonly number[]> = {
  rsa: [2048, 3072, 4096, 8192],
  ec: [224, 256, 384, 521],
  ed25519: [0],
};
const curves: Record<number, string> = {
  224: 'secp224r1',
  256: 'P-256',
  384: 'P-384',
  521: 'P-521',
};
const bitsOfCurve: Record<string, number> = {
  secp224r1: 224,
  prime256v1: 256,
  secp384r1: 384,
  secp521r1: 521,
};

function isKeyType(text: string): text is KeyType {
  return text === 'rsa' || text === 'ec' || text === 'ed25519';
}

/** The shape a `key_type` and `key_bits` ask for, with Vault's default sizes. */
export function keyShape(type: string, bits: number): KeyShape {
  if (!isKeyType(type)) {
    throw badRequest(`unknown key type ${type}`);
  }
  const wanted = type === 'ed25519' ? 0 : bits || defaultBits[type];
  if (type === 'rsa' && wanted < 2048) {
    throw badRequest(
      `RSA keys < 2048 bits are unsafe and not supported: got ${wanted}`,
    );
  }
  // The signing library knows no P-224.
  if (!knownBits[type].includes(wanted) || wanted === 224) {
    throw badRequest(
      `unsupported bit length for ${type.toUpperCase()} key: ${wanted}`,
    );
  }
  return { type, bits: wanted };
}

/** A new private key. Runs off the event loop: large RSA keys take seconds. */
export async function newPrivateKey(shape: KeyShape): Promise<KeyObject> {
  switch (shape.type) {
    case 'rsa':
      return (await generate('rsa', { modulusLength: shape.bits })).privateKey;
    case 'ec':
      return (await generate('ec', { namedCurve: curves[shape.bits] }))
        .privateKey;
    default:
      return (await generate('ed25519')).privateKey;
  }
}

/** The shape of an existing key. */
export function shapeOf(key: KeyObject): KeyShape {
  const details = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return { type: 'rsa', bits: details.modulusLength ?? 0 };
    case 'ec':
      return { type: 'ec', bits: bitsOfCurve[details.namedCurve ?? ''] ?? 0 };
    case 'ed25519':
      return { type: 'ed25519', bits: 0 };
    default:
      throw badRequest(
        `unsupported key type ${key.asymmetricKeyType ?? 'unknown'}`,
      );
  }
}

/** PEM as Vault prints it: PKCS#1 and SEC 1 unless PKCS#8 is asked for, no trailing newline. */
export function privateKeyPem(key: KeyObject, format: string): string {
  const { type } = shapeOf(key);
  if (format === 'pkcs8' || type === 'ed25519') {
    return key.export({ type: 'pkcs8', format: 'pem' }).toString().trim();
  }
  return key
    .export({ type: type === 'rsa' ? 'pkcs1' : 'sec1', format: 'pem' })
    .toString()
    .trim();
}

/** DER in base64, for `format=der`. */
export function privateKeyDer(key: KeyObject, format: string): string {
  const { type } = shapeOf(key);
  if (format === 'pkcs8' || type === 'ed25519') {
    return key.export({ type: 'pkcs8', format: 'der' }).toString('base64');
  }
  return key
    .export({ type: type === 'rsa' ? 'pkcs1' : 'sec1', format: 'der' })
    .toString('base64');
}

/** A key ready to sign, in the form of Web Crypto. */
export interface SigningKey {
  readonly privateKey: webcrypto.CryptoKey;
  readonly publicKey: webcrypto.CryptoKey;
  readonly algorithm: { name: string; hash?: string };
}

/** The hash size a key signs with unless told otherwise; only RSA leaves a choice. */
export function signatureBitsOf(shape: KeyShape, wanted = 0): number {
  switch (shape.type) {
    case 'rsa':
      return wanted || 256;
    case 'ec':
      return shape.bits === 521 ? 512 : shape.bits;
    default:
      return 0;
  }
}

/** Readies a key to sign; `signatureBits` 0 means the hash that fits the key. */
export async function signingKey(
  key: KeyObject,
  signatureBits = 0,
): Promise<SigningKey> {
  const shape = shapeOf(key);
  const hash = `SHA-${signatureBitsOf(shape, signatureBits)}`;
  const algorithm = {
    rsa: { name: 'RSASSA-PKCS1-v1_5', hash },
    ec: { name: 'ECDSA', namedCurve: curves[shape.bits], hash },
    ed25519: { name: 'Ed25519' },
  }[shape.type];
  const { subtle } = webcrypto;
  const [privateKey, publicKey] = await Promise.all([
    subtle.importKey(
      'pkcs8',
      key.export({ type: 'pkcs8', format: 'der' }),
      algorithm,
      true,
      ['sign'],
    ),
    subtle.importKey(
      'spki',
      createPublicKey(key).export({ type: 'spki', format: 'der' }),
      algorithm,
      true,
      ['verify'],
    ),
  ]);
  return { privateKey, publicKey, algorithm };
}

/** The public half in DER, for comparing keys. */
export function publicDer(key: KeyObject): string {
  const half = key.type === 'private' ? createPublicKey(key) : key;
  return half.export({ type: 'spki', format: 'der' }).toString('base64');
}
