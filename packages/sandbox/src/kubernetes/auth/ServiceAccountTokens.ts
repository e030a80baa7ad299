import { randomUUID } from 'node:crypto';
import {
  calculateJwkThumbprint,
  errors,
  exportJWK,
  generateKeyPair,
  jwtVerify,
  SignJWT,
  type CryptoKey,
  type JWK,
} from 'jose';
import { objectOf, textOf, textsOf } from '../api/json';
import type { ObjectStore } from '../store/ObjectStore';
import type { User } from './User';

/** The audience of the API server itself, and its issuer name. */
export const defaultAudience = 'https://kubernetes.default.svc';

/** What a token is bound to and for. */
export interface TokenRequest {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly audiences: readonly string[];
  readonly expirationSeconds: number;
  readonly pod?: { name: string; uid: string };
}

/** The result of looking at a token for certain audiences. */
export type TokenVerdict =
  | { readonly user: User; readonly audiences: readonly string[] }
  | { readonly error: string };

function goList(items: readonly string[]): string {
  return `[${items.map(item => JSON.stringify(item)).join(' ')}]`;
}

/** Issues and checks service-account tokens, signed with a key of this server's lifetime. */
export class ServiceAccountTokens {
  private constructor(
    private readonly store: ObjectStore,
    private readonly keys: { privateKey: CryptoKey; publicKey: CryptoKey },
    private readonly jwk: JWK,
  ) {}

  /** Makes the signing key. */
  static async create(store: ObjectStore): Promise<ServiceAccountTokens> {
    const keys = await generateKeyPair('RS256', { extractable: true });
    const { kty, n, e } = await exportJWK(keys.publicKey);
    const kid = await calculateJwkThumbprint({ kty, n, e });
    return new ServiceAccountTokens(store, keys, {
      use: 'sig',
      kty,
      kid,
      alg: 'RS256',
      n,
      e,
    });
  }

  /** The public key set, as `/openid/v1/jwks` shows it. */
  jwks(): { keys: JWK[] } {
    return { keys: [this.jwk] };
  }

  /** Signs a token. */
  async issue(request: TokenRequest): Promise<string> {
    const { namespace, name, uid, pod } = request;
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({
      'kubernetes.io': {
        namespace,
        ...(pod ? { pod } : {}),
        serviceaccount: { name, uid },
      },
    })
      .setProtectedHeader({ alg: 'RS256', kid: textOf(this.jwk.kid) })
      .setIssuer(defaultAudience)
      .setSubject(`system:serviceaccount:${namespace}:${name}`)
      .setAudience([...request.audiences])
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + request.expirationSeconds)
      .sign(this.keys.privateKey);
  }

  /** Checks signature, time, account and audience. */
  async check(
    token: string,
    audiences: readonly string[],
  ): Promise<TokenVerdict> {
    let claims: Record<string, unknown>;
    try {
      const verified = await jwtVerify(token, this.keys.publicKey, {
        issuer: defaultAudience,
      });
      claims = verified.payload;
    } catch (error) {
      return error instanceof errors.JWTExpired
        ? {
            error: '[invalid bearer token, service account token has expired]',
          }
        : { error: 'invalid bearer token' };
    }
    const own =
      typeof claims.aud === 'string' ? [claims.aud] : textsOf(claims.aud);
    const shared = own.filter(audience => audiences.includes(audience));
    if (shared.length === 0)
      return {
        error: `[invalid bearer token, token audiences ${goList(
          own,
        )} is invalid for the target audiences ${goList(audiences)}]`,
      };
    return this.#account(claims, shared);
  }

  #account(
    claims: Record<string, unknown>,
    audiences: readonly string[],
  ): TokenVerdict {
    const bound = objectOf(claims['kubernetes.io']);
    const namespace = textOf(bound.namespace);
    const { name, uid } = objectOf(bound.serviceaccount);
    const pod = objectOf(bound.pod);
    const account = `${namespace}/${textOf(name)}`;
    const stored = this.store.get('/serviceaccounts', account);
    if (!stored)
      return {
        error: `[invalid bearer token, service account ${account} has been deleted]`,
      };
    if (stored.metadata.uid !== uid)
      return {
        error: `[invalid bearer token, service account UID (${
          stored.metadata.uid
        }) does not match claim (${textOf(uid)})]`,
      };
    const isPodGone =
      bound.pod !== undefined &&
      this.store.get('/pods', `${namespace}/${textOf(pod.name)}`)?.metadata
        .uid !== pod.uid;
    if (isPodGone)
      return {
        error:
          '[invalid bearer token, service account token has been invalidated]',
      };
    return {
      user: userOf(claims, {
        namespace,
        name: textOf(name),
        uid: textOf(uid),
        pod: bound.pod,
      }),
      audiences,
    };
  }
}

function userOf(
  claims: Record<string, unknown>,
  account: { namespace: string; name: string; uid: string; pod: unknown },
): User {
  const { namespace, name, uid } = account;
  const pod = objectOf(account.pod);
  return {
    username: `system:serviceaccount:${namespace}:${name}`,
    uid,
    groups: [
      'system:serviceaccounts',
      `system:serviceaccounts:${namespace}`,
      'system:authenticated',
    ],
    extra: {
      'authentication.kubernetes.io/credential-id': [
        `JTI=${textOf(claims.jti)}`,
      ],
      ...(account.pod === undefined
        ? {}
        : {
            'authentication.kubernetes.io/pod-name': [textOf(pod.name)],
            'authentication.kubernetes.io/pod-uid': [textOf(pod.uid)],
          }),
    },
  };
}
