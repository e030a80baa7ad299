import { EngineResponse } from '../../Engine';
import { nothingThere, badRequest } from '../../problems';
import { rfc3339, unixSeconds } from '../../values/duration';
import { Call, listOf, Route } from '../routes';
import { CertificateRecord, IssuerRecord } from './model';
import { certificatePem } from './pem';
import { nothingYet, raw } from './rawAnswers';
import { PkiStore } from './PkiStore';
import { formatSerial } from './serials';

const pkixCertificate = 'application/pkix-cert';
const pemChain = 'application/pem-certificate-chain';

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

function chainPem(store: PkiStore, issuer: IssuerRecord): string {
  return store.chainOf(issuer).map(certificatePem).join('\n');
}

/** The default issuer's certificate and chain as they are. */
function plainRoutes(store: PkiStore): Route[] {
  const plain = (
    contentType: string,
    body: (issuer: IssuerRecord) => Uint8Array | string,
  ) => ({
    read: () => {
      const issuer = store.findIssuer('default');
      return issuer ? raw(contentType, body(issuer)) : nothingYet(contentType);
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
    {
      path: 'ca_chain',
      on: plain(pemChain, issuer => chainPem(store, issuer)),
    },
  ];
}

/** The default issuer's certificate and chain, enveloped and plain. */
export function authorityRoutes(store: PkiStore): Route[] {
  const enveloped = (
    data: (issuer: IssuerRecord) => Record<string, unknown>,
  ) => ({
    read: () => {
      const issuer = store.findIssuer('default');
      if (!issuer) throw badRequest('no default issuer currently configured');
      const more = { revocation_time: 0, revocation_time_rfc3339: '' };
      return { data: { ...data(issuer), ...more } };
    },
  });
  return [
    ...plainRoutes(store),
    {
      path: 'cert/ca',
      on: enveloped(issuer => ({
        certificate: certificatePem(issuer.certificate),
      })),
    },
    {
      path: 'cert/ca_chain',
      on: enveloped(issuer => {
        const chain = chainPem(store, issuer);
        return { certificate: chain, ca_chain: chain };
      }),
    },
  ];
}
