import { KeyObject } from 'node:crypto';
import { badRequest } from '../../problems';
import { noUrls } from './authority';
import { urlsFor } from './signingIssuer';
import { textField } from '../fields';
import { Call, Route } from '../routes';
import { CrlKeeper } from './CrlKeeper';
import { publicDer, shapeOf } from './keys';
import { IssuerRecord } from './model';
import { publicKeyOf, readBundle, shortestPem } from './pem';
import { PkiStore } from './PkiStore';
import { BasicConstraintsExtension, X509Certificate } from './x509';

interface Imported {
  newIssuers: IssuerRecord[];
  knownIssuers: IssuerRecord[];
  newKeys: string[];
  knownKeys: string[];
}

function hasUrls(store: PkiStore): boolean {
  return Object.values(urlsFor(store)).some(list => list.length > 0);
}

function idsOrNull(ids: string[]): string[] | null {
  return ids.length > 0 ? ids : null;
}

function importKeys(store: PkiStore, keys: readonly KeyObject[]) {
  const newKeys: string[] = [];
  const knownKeys: string[] = [];
  for (const privateKey of keys) {
    const known = store.keyFor(publicDer(privateKey));
    if (known) {
      knownKeys.push(known.id);
    } else {
      const shape = shapeOf(privateKey);
      newKeys.push(store.addKey({ name: '', shape, privateKey }).id);
    }
  }
  return { newKeys, knownKeys };
}

function requireAuthority(certificate: X509Certificate): void {
  if (!certificate.getExtension(BasicConstraintsExtension)?.ca) {
    throw badRequest('Refusing to import non-CA certificate');
  }
}

function importAll(
  store: PkiStore,
  bundle: ReturnType<typeof readBundle>,
): Imported {
  bundle.certificates.forEach(requireAuthority);
  const keys = importKeys(store, bundle.keys);
  const newIssuers: IssuerRecord[] = [];
  const knownIssuers: IssuerRecord[] = [];
  for (const certificate of bundle.certificates) {
    const known = store.sameIssuer(certificate);
    if (known) {
      knownIssuers.push(known);
    } else {
      newIssuers.push(store.addIssuer({ certificate }));
    }
  }
  return { ...keys, newIssuers, knownIssuers };
}

/** Bringing certificates and keys in: `intermediate/set-signed`, `issuers/import/…`, `config/ca`. */
export function importRoutes(store: PkiStore, crls: CrlKeeper): Route[] {
  async function take(call: Call, field: string, keysAllowed: boolean) {
    const text = textField(call.data, field) ?? '';
    if (text === '') {
      throw badRequest("'pem_bundle' and 'certificate' parameters were empty");
    }
    if (text.length < shortestPem) {
      throw badRequest(
        'provided data for import was too short; perhaps a path was passed to the API rather than the contents of a PEM file',
      );
    }
    const bundle = readBundle(text);
    if (bundle.keys.length > 0 && !keysAllowed) {
      throw badRequest(
        'private keys found in the PEM but not allowed by this path: use issuers/import/bundle',
      );
    }
    const imported = importAll(store, bundle);
    const issuers = [...imported.newIssuers, ...imported.knownIssuers];
    for (const issuer of imported.newIssuers) {
      await crls.rebuild(issuer);
    }
    return {
      data: {
        mapping: Object.fromEntries(
          issuers.map(issuer => [
            issuer.id,
            store.keyFor(publicKeyOf(issuer.certificate))?.id ?? '',
          ]),
        ),
        imported_issuers: idsOrNull(imported.newIssuers.map(({ id }) => id)),
        imported_keys: idsOrNull(imported.newKeys),
        existing_issuers: idsOrNull(imported.knownIssuers.map(({ id }) => id)),
        existing_keys: idsOrNull(imported.knownKeys),
      },
      warnings: hasUrls(store) ? [] : [noUrls],
    };
  }

  const path = (name: string, field: string, keysAllowed: boolean): Route => ({
    path: name,
    fields: [field],
    on: { update: call => take(call, field, keysAllowed) },
  });
  return [
    path('intermediate/set-signed', 'certificate', false),
    path('issuers/import/cert', 'pem_bundle', false),
    path('issuers/import/bundle', 'pem_bundle', true),
    path('config/ca', 'pem_bundle', true),
  ];
}
