import { KeyObject } from 'node:crypto';
import { internalError } from '../../problems';
import { AiaUrls, IssuerRecord } from './model';
import { PkiStore } from './PkiStore';

/** An issuer that can sign, with its private key. */
export interface SigningIssuer {
  readonly issuer: IssuerRecord;
  readonly privateKey: KeyObject;
}

/** The issuer to sign with, or Vault's errors for one that is missing or has no key here. */
export function signingIssuer(store: PkiStore, ref: string): SigningIssuer {
  const issuer = store.findIssuer(ref);
  if (!issuer) {
    const reason =
      ref === 'default'
        ? 'no default issuer currently configured'
        : `unable to find PKI issuer for reference: ${ref}`;
    throw internalError(
      `could not fetch the CA certificate (was one set?): ${reason}`,
    );
  }
  const key = store.keys.get(issuer.keyId);
  if (!key) {
    throw internalError(
      `unable to use issuer ${
        issuer.name || issuer.id
      }: its private key is not in this mount`,
    );
  }
  return { issuer, privateKey: key.privateKey };
}

/** The URLs that go into a certificate: the issuer's own, or else the mount's. */
export function urlsFor(store: PkiStore, issuer?: IssuerRecord): AiaUrls {
  const own =
    issuer && Object.values(issuer.urls).some(list => list.length > 0);
  return own ? issuer.urls : store.urls;
}
