import { EngineResponse } from '../../Engine';
import { badRequest } from '../../problems';
import { rfc3339, unixSeconds } from '../../values/duration';
import { field, readFields } from '../fieldSpecs';
import { commaListField, FieldData, textField } from '../fields';
import { Call, listOf, Route } from '../routes';
import { certificateDer } from './answers';
import { IssuerRecord, LeafNotAfterBehavior } from './model';
import { certificatePem } from './pem';
import { PkiStore } from './PkiStore';
import { formatSerial } from './serials';

const allUsages = [
  'read-only',
  'issuing-certificates',
  'crl-signing',
  'ocsp-signing',
];
const none = field<string[]>(commaListField, []);
const issuerFields = {
  issuer_name: field(textField, ''),
  leaf_not_after_behavior: field(textField, 'err'),
  manual_chain: none,
  usage: field(commaListField, allUsages),
  revocation_signature_algorithm: field(textField, ''),
  issuing_certificates: none,
  crl_distribution_points: none,
  ocsp_servers: none,
};

function behaviorOf(text: string): LeafNotAfterBehavior {
  if (text === 'err' || text === 'truncate' || text === 'permit') {
    return text;
  }
  throw badRequest(
    `Unknown value for field \`leaf_not_after_behavior\`. Possible values are \`err\`, \`truncate\`, and \`permit\`.`,
  );
}

function issuerData(
  store: PkiStore,
  issuer: IssuerRecord,
): Record<string, unknown> {
  return {
    issuer_id: issuer.id,
    issuer_name: issuer.name,
    key_id: issuer.keyId,
    certificate: certificatePem(issuer.certificate),
    manual_chain: issuer.manualChain,
    ca_chain: store.chainOf(issuer).map(certificatePem),
    leaf_not_after_behavior: issuer.leafNotAfterBehavior,
    usage: [...issuer.usage].sort().join(','),
    revocation_signature_algorithm: issuer.revocationSignatureAlgorithm,
    revoked: issuer.revokedAt !== undefined,
    ...(issuer.revokedAt && {
      revocation_time: unixSeconds(issuer.revokedAt.getTime()),
      revocation_time_rfc3339: rfc3339(issuer.revokedAt.getTime()),
    }),
    ...issuer.urls,
  };
}

function updated(
  store: PkiStore,
  issuer: IssuerRecord,
  data: FieldData,
): EngineResponse {
  const values = readFields(issuerFields, data);
  const behavior = behaviorOf(values.leaf_not_after_behavior);
  store.checkIssuerName(values.issuer_name, issuer);
  const unknown = values.usage.find(usage => !allUsages.includes(usage));
  if (unknown !== undefined) {
    throw badRequest(
      `Unable to parse specified usages: [${values.usage.join(
        ' ',
      )}] - valid values are ${[...allUsages].sort().join(',')}`,
    );
  }
  const chain = values.manual_chain.map(ref => store.requireIssuer(ref).id);
  issuer.name = values.issuer_name;
  issuer.leafNotAfterBehavior = behavior;
  issuer.manualChain = chain.length > 0 ? chain : null;
  issuer.usage = values.usage;
  issuer.revocationSignatureAlgorithm = values.revocation_signature_algorithm;
  issuer.urls = {
    issuing_certificates: values.issuing_certificates,
    crl_distribution_points: values.crl_distribution_points,
    ocsp_servers: values.ocsp_servers,
  };
  return { data: issuerData(store, issuer) };
}

/** What a partial update leaves out stays. */
function currentFields(issuer: IssuerRecord): FieldData {
  return {
    issuer_name: issuer.name,
    leaf_not_after_behavior: issuer.leafNotAfterBehavior,
    manual_chain: issuer.manualChain ?? [],
    usage: issuer.usage,
    revocation_signature_algorithm: issuer.revocationSignatureAlgorithm,
    ...issuer.urls,
  };
}

function plainIssuerRoutes(store: PkiStore): Route[] {
  const raw = (
    contentType: string,
    encode: (issuer: IssuerRecord) => Uint8Array | string,
  ) => ({
    read: ({ params }: Call) => ({
      raw: {
        status: 200,
        contentType,
        body: encode(store.requireIssuer(params.ref)),
      },
    }),
  });
  return [
    {
      path: 'issuer/:ref/pem',
      on: raw('application/pem-certificate-chain', issuer =>
        certificatePem(issuer.certificate),
      ),
    },
    {
      path: 'issuer/:ref/der',
      on: raw('application/pkix-cert', issuer =>
        Buffer.from(certificateDer(issuer.certificate), 'base64'),
      ),
    },
  ];
}

function publicIssuer(store: PkiStore, issuer: IssuerRecord): EngineResponse {
  return {
    data: {
      certificate: certificatePem(issuer.certificate),
      ca_chain: store.chainOf(issuer).map(certificatePem),
      issuer_id: issuer.id,
      issuer_name: issuer.name,
    },
  };
}

/** `issuers`, `issuer/:ref` and its plain forms. */
export function issuerRoutes(store: PkiStore): Route[] {
  const find = ({ params }: Call) => store.requireIssuer(params.ref);
  return [
    { path: 'issuers', on: { list: () => listIssuers(store) } },
    {
      path: 'issuer/:ref',
      fields: Object.keys(issuerFields),
      on: {
        read: call => ({ data: issuerData(store, find(call)) }),
        update: call => updated(store, find(call), call.data),
        patch: call => {
          const issuer = find(call);
          const data = { ...currentFields(issuer), ...call.data };
          return updated(store, issuer, data);
        },
        delete: call => deleteIssuer(store, call.params.ref),
      },
    },
    {
      path: 'issuer/:ref/json',
      on: { read: call => publicIssuer(store, find(call)) },
    },
    ...plainIssuerRoutes(store),
  ];
}

function listIssuers(store: PkiStore): EngineResponse {
  const info = [...store.issuers.values()].map(issuer => [
    issuer.id,
    {
      issuer_name: issuer.name,
      is_default: issuer.id === store.defaultIssuerId,
      serial_number: formatSerial(issuer.certificate.serialNumber),
      key_id: issuer.keyId,
    },
  ]);
  return listOf(store.issuers.keys(), { key_info: Object.fromEntries(info) });
}

function deleteIssuer(store: PkiStore, ref: string): EngineResponse {
  const issuer = store.findIssuer(ref);
  if (!issuer) {
    return { status: 200 };
  }
  store.issuers.delete(issuer.id);
  store.crls.delete(issuer.id);
  if (store.defaultIssuerId !== issuer.id) {
    return {};
  }
  store.defaultIssuerId = '';
  return {
    warnings: [
      `Deleted issuer ${issuer.id} (via issuer_ref ${ref}); this was configured as the default issuer. Operations without an explicit issuer will not work until a new default is configured.`,
    ],
  };
}
