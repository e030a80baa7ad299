import { createPublicKey, verify } from 'node:crypto';

import { VaultProblem } from '../../VaultProblem';
import { barePermissionDenied } from '../../problems';

/** What a service account token says about itself. */
export interface ServiceAccountClaims {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly secretName: string;
  readonly issuer: string;
  readonly audiences: readonly string[];
  /** Seconds since the epoch; undefined when absent. */
  readonly expiresAt?: number;
  readonly notBefore?: number;
}

function refused(detail: string): VaultProblem {
  return new VaultProblem(403, detail);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function member(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function payloadOf(jwt: string): Record<string, unknown> {
  const parts = jwt.split('.');
  if (parts.length !== 3) {
    throw barePermissionDenied();
  }
  let payload: unknown;
  try {
    payload = JSON.parse(Buffer.from(parts[1], 'base64url').toString('utf8'));
  } catch {
    throw barePermissionDenied();
  }
  if (isObject(payload)) return payload;
  throw barePermissionDenied();
}

/** Claims of a token; the projected form wins over the one of old token Secrets. */
export function readClaims(jwt: string): ServiceAccountClaims {
  const payload = payloadOf(jwt);
  const bound = payload['kubernetes.io'];
  const account = member(bound, 'serviceaccount');
  const old = (key: string) =>
    text(payload[`kubernetes.io/serviceaccount/${key}`]);
  const { aud } = payload;
  return {
    namespace: text(member(bound, 'namespace')) || old('namespace'),
    name: text(member(account, 'name')) || old('service-account.name'),
    uid: text(member(account, 'uid')) || old('service-account.uid'),
    secretName: old('secret.name'),
    issuer: text(payload.iss),
    audiences: Array.isArray(aud)
      ? aud.map(String)
      : [text(aud)].filter(Boolean),
    expiresAt: number(payload.exp),
    notBefore: earliestUse(payload),
  };
}

/** What Vault's JWT library takes for the start of a token that names none, in seconds. */
const assumedLifetimeSeconds = 150;

function earliestUse(payload: Record<string, unknown>): number | undefined {
  const expiry = number(payload.exp);
  return (
    number(payload.nbf) ??
    number(payload.iat) ??
    (expiry === undefined ? undefined : expiry - assumedLifetimeSeconds)
  );
}

const digests: Record<string, string> = {
  RS256: 'sha256',
  RS384: 'sha384',
  RS512: 'sha512',
  ES256: 'sha256',
  ES384: 'sha384',
  ES512: 'sha512',
};

/** Refuses a token that none of the keys signed. */
export function checkSignature(jwt: string, pemKeys: readonly string[]): void {
  const [head, payload, signature] = jwt.split('.');
  const header: unknown = JSON.parse(
    Buffer.from(head, 'base64url').toString('utf8'),
  );
  const digest = digests[text(member(header, 'alg'))];
  const signed = pemKeys.some(
    pem =>
      digest !== undefined &&
      verify(
        digest,
        Buffer.from(`${head}.${payload}`),
        { key: createPublicKey(pem), dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature, 'base64url'),
      ),
  );
  if (!signed) throw barePermissionDenied();
}

/** Clock difference that Vault's JWT library forgives. */
const leewaySeconds = 60;

/** Refuses claims that do not fit the role or the time, in Vault's order. */
export function checkClaims(
  claims: ServiceAccountClaims,
  expected: { issuer?: string; audience?: string; now: number },
): void {
  if (expected.issuer && claims.issuer !== expected.issuer) {
    throw refused('invalid issuer (iss) claim');
  }
  if (expected.audience && !claims.audiences.includes(expected.audience)) {
    throw refused(
      'invalid audience (aud) claim: audience claim does not match any expected audience',
    );
  }
  const now = Math.floor(expected.now / 1000);
  if (
    claims.notBefore !== undefined &&
    claims.notBefore - leewaySeconds > now
  ) {
    throw refused('invalid not before (nbf) claim: token not yet valid');
  }
  if (
    claims.expiresAt !== undefined &&
    claims.expiresAt + leewaySeconds < now
  ) {
    throw refused('invalid expiration time (exp) claim: token is expired');
  }
}
