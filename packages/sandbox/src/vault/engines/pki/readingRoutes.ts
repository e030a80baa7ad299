import { EngineResponse } from '../../Engine';
import { nothingThere } from '../../problems';
import { rfc3339, unixSeconds } from '../../values/duration';
import { Call, listOf, Route } from '../routes';
import { CrlKeeper } from './CrlKeeper';
import { CertificateRecord, IssuerRecord } from './model';
import { certificatePem } from './pem';
import { PkiStore } from './PkiStore';
import { formatSerial } from './serials';
import { PemConverter } from './x509';

const pkixCertificate = 'application/pkix-cert';
const pemChain = 'application/pem-certificate-chain';

function raw(contentType: string, body: Uint8Array | string): EngineResponse {
  return { raw: { status: 200, contentType, body } };
}

/** What the plain paths answer before there is a CA. */
function nothingYet(contentType: string): EngineResponse {
  return { raw: { status: 204, contentType, body: '' } };
}

function certificateData(
  store: PkiStore,
  { certificate, revokedAt, issuerId }: CertificateRecord,
): EngineResponse {
  return {
    data: {
      certificate: certificatePem(certificate),
      revocation_time: revokedAt ? unixSeconds(revokedAt.getTime()) : 0,
      revocation_time_rfc3339: revokedAt ? rfc3339(revokedAt.getTime()) : '',
      ...(revokedAt && store.issuers.has(issuerId) && { issuer_id: issuerId }),
    },
  };
}

/** The certificates of the mount, by serial. */
export function certificateRoutes(store: PkiStore): Route[] {
  function find({ params }: Call): CertificateRecord {
    const record = store.certificates.get(formatSerial(params.serial));
    if (!record) {
      throw nothingThere();
    }
    return record;
  }

  return [
    { path: 'certs', on: { list: () => listOf(store.certificates.keys()) } },
    {
      path: 'certs/revoked',
      on: {
        list: () =>
          listOf(
            [...store.certificates.values()]
              .filter(({ revokedAt }) => revokedAt)
              .map(({ serial }) => serial),
          ),
      },
    },
    {
      path: 'cert/:serial',
      on: { read: call => certificateData(store, find(call)) },
    },
    {
      path: 'cert/:serial/raw',
      on: {
        read: call =>
          raw(pkixCertificate, new Uint8Array(find(call).certificate.rawData)),
      },
    },
    {
      path: 'cert/:serial/raw/pem',
      on: {
        read: call => raw(pemChain, certificatePem(find(call).certificate)),
      },
    },
  ];
}

/** The default issuer's certificate, chain and CRL, enveloped and plain. */
export function authorityRoutes(store: PkiStore, crls: CrlKeeper): Route[] {
  const plain = (
    contentType: string,
    body: (issuer: IssuerRecord) => Uint8Array | string,
  ) => ({
    read: () => {
      const issuer = store.findIssuer('default');
      return issuer ? raw(contentType, body(issuer)) : nothingYet(contentType);
    },
  });
  const chainPem = (issuer: IssuerRecord) =>
    store.chainOf(issuer).map(certificatePem).join('\n');
  const enveloped = (
    data: (issuer: IssuerRecord) => Record<string, unknown>,
  ) => ({
    read: () => {
      const issuer = store.findIssuer('default');
      if (!issuer) {
        throw nothingThere();
      }
      const more = { revocation_time: 0, revocation_time_rfc3339: '' };
      return { data: { ...data(issuer), ...more } };
    },
  });

  return [
    {
      path: 'ca',
      on: plain(
        pkixCertificate,
        issuer => new Uint8Array(issuer.certificate.rawData),
      ),
    },
    {
      path: 'ca/pem',
      on: plain(pemChain, issuer => certificatePem(issuer.certificate)),
    },
    { path: 'ca_chain', on: plain(pemChain, chainPem) },
    {
      path: 'cert/ca',
      on: enveloped(issuer => ({
        certificate: certificatePem(issuer.certificate),
      })),
    },
    {
      path: 'cert/ca_chain',
      on: enveloped(issuer => ({
        certificate: chainPem(issuer),
        ca_chain: chainPem(issuer),
      })),
    },
    ...crlRoutes(store, crls),
  ];
}

function crlPem(der: Uint8Array): string {
  // The library's own tag for CRLs is not the one RFC 7468 gives them.
  return PemConverter.encode(der, 'X509 CRL').trim();
}

function crlRoutes(store: PkiStore, crls: CrlKeeper): Route[] {
  const derType = 'application/pkix-crl';
  const pemType = 'application/x-pem-file';
  const answer = async (issuer: IssuerRecord | undefined, pem: boolean) => {
    const type = pem ? pemType : derType;
    const crl = issuer && (await crls.current(issuer));
    if (!crl) {
      return nothingYet(type);
    }
    return raw(type, pem ? crlPem(crl.der) : crl.der);
  };
  const ofDefault = (pem: boolean) => ({
    read: () => answer(store.findIssuer('default'), pem),
  });
  const ofIssuer = (pem: boolean) => ({
    read: ({ params }: Call) => answer(store.requireIssuer(params.ref), pem),
  });

  return [
    { path: 'crl', on: ofDefault(false) },
    { path: 'crl/pem', on: ofDefault(true) },
    { path: 'issuer/:ref/crl/pem', on: ofIssuer(true) },
    { path: 'issuer/:ref/crl/der', on: ofIssuer(false) },
    {
      path: 'cert/crl',
      on: {
        read: async () => {
          const issuer = store.findIssuer('default');
          const crl = issuer && (await crls.current(issuer));
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
        },
      },
    },
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
