import { EngineResponse } from '../../Engine';
import { nothingThere } from '../../problems';
import { Call, Route } from '../routes';
import { CrlKeeper } from './CrlKeeper';
import { CrlRecord, IssuerRecord } from './model';
import { PkiStore } from './PkiStore';
import { nothingYet, raw } from './rawAnswers';
import { PemConverter } from './x509';

const derType = 'application/pkix-crl';
const pemType = 'application/x-pem-file';

function crlPem(der: Uint8Array): string {
  // The library's own tag for CRLs is not the one RFC 7468 gives them.
  return PemConverter.encode(der, 'X509 CRL').trim();
}

function derAnswer(crl: CrlRecord | undefined): EngineResponse {
  return crl ? raw(derType, crl.der) : nothingYet(derType);
}

function pemAnswer(crl: CrlRecord | undefined): EngineResponse {
  return crl ? raw(pemType, crlPem(crl.der)) : nothingYet(pemType);
}

function envelopedAnswer(crl: CrlRecord | undefined): EngineResponse {
  if (!crl) {
    throw nothingThere();
  }
  return {
    data: {
      certificate: crlPem(crl.der),
      revocation_time: 0,
      revocation_time_rfc3339: '',
    },
  };
}

/** The CRLs: of the default issuer, of any issuer, and their renewal. */
export function crlRoutes(store: PkiStore, crls: CrlKeeper): Route[] {
  const current = async (issuer: IssuerRecord | undefined) =>
    issuer && crls.current(issuer);
  const ofDefault = (
    answer: (crl: CrlRecord | undefined) => EngineResponse,
  ) => ({
    read: async () => answer(await current(store.findIssuer('default'))),
  });
  const ofIssuer = (
    answer: (crl: CrlRecord | undefined) => EngineResponse,
  ) => ({
    read: async ({ params }: Call) =>
      answer(await current(store.requireIssuer(params.ref))),
  });

  return [
    { path: 'crl', on: ofDefault(derAnswer) },
    { path: 'crl/pem', on: ofDefault(pemAnswer) },
    { path: 'cert/crl', on: ofDefault(envelopedAnswer) },
    { path: 'issuer/:ref/crl', on: ofIssuer(envelopedAnswer) },
    { path: 'issuer/:ref/crl/pem', on: ofIssuer(pemAnswer) },
    { path: 'issuer/:ref/crl/der', on: ofIssuer(derAnswer) },
    {
      path: 'crl/rotate',
      on: {
        read: async () => {
          await crls.rebuildAll();
          return { data: { success: true } };
        },
      },
    },
  ];
}
