import { EngineResponse } from '../../Engine';
import { badRequest } from '../../problems';
import { unixSeconds } from '../../values/duration';
import { readFields } from '../fieldSpecs';
import { lifetimesOf } from '../lifetimes';
import { Call, Route } from '../routes';
import { alternativeNamesExtension } from './alternativeNames';
import { certificateDer, issuedData } from './answers';
import {
  requestFields,
  rootFields,
  signAuthorityFields,
} from './authorityFields';
import { authorityKey, exportedKey } from './authorityKey';
import { pathLength, planAuthority } from './authorityPlan';
import { buildCertificate, CertificatePlan } from './certificateBuilder';
import { CrlKeeper } from './CrlKeeper';
import { signingKey } from './keys';
import { certificatePem, publicHalf, readRequest } from './pem';
import { PkiStore } from './PkiStore';
import { formatSerial } from './serials';
import { signingIssuer, urlsFor } from './signingIssuer';
import {
  BasicConstraintsExtension,
  Pkcs10CertificateRequestGenerator,
  X509Certificate,
} from './x509';

/** What a mount says whose certificates name no place of their issuer. */
export const noUrls =
  "This mount hasn't configured any authority information access (AIA) fields; this may make it harder for systems to find missing certificates in the chain or to validate revocation status of certificates. Consider updating /config/urls or the newly generated issuer with this information.";
const noUrlsBelow = `${noUrls} Since this certificate is an intermediate, it might be useful to regenerate this certificate after fixing this problem for the root mount.`;
const outlivesIssuer =
  "The expiration time for the signed certificate is after the CA's expiration time. If the new certificate is not treated as a root, validation paths with the certificate past the issuing CA's expiration time will fail.";

const mayNotSign =
  'Max path length of the signed certificate is zero. This certificate cannot be used to issue intermediate CA certificates.';

function isLast(certificate: X509Certificate): boolean {
  return certificate.getExtension(BasicConstraintsExtension)?.pathLength === 0;
}

/** Making CAs: roots, requests for intermediates, and the signing of those. */
export class Authority {
  constructor(
    private readonly store: PkiStore,
    private readonly crls: CrlKeeper,
  ) {}

  routes(): Route[] {
    const root = {
      fields: Object.keys(rootFields),
      on: { update: (call: Call) => this.generateRoot(call) },
    };
    const intermediate = {
      fields: Object.keys(requestFields),
      on: { update: (call: Call) => this.generateIntermediate(call) },
    };
    const sign = {
      fields: Object.keys(signAuthorityFields),
      on: { update: (call: Call) => this.signIntermediate(call) },
    };
    return [
      { path: 'root/generate/:type', ...root },
      { path: 'issuers/generate/root/:type', ...root },
      { path: 'intermediate/generate/:type', ...intermediate },
      { path: 'issuers/generate/intermediate/:type', ...intermediate },
      { path: 'root/sign-intermediate', ...sign },
      { path: 'issuer/:ref/sign-intermediate', ...sign },
      { path: 'root', on: { delete: () => this.deleteRoot() } },
      {
        path: 'root/sign-self-issued',
        on: {
          update: () => {
            throw badRequest(
              'root/sign-self-issued is not supported by this server',
            );
          },
        },
      },
    ];
  }

  private urlWarnings(plan: Pick<CertificatePlan, 'urls'>): string[] {
    const any = Object.values(plan.urls).some(list => list.length > 0);
    return any ? [] : [noUrls];
  }

  private async generateRoot({ params, data, request }: Call) {
    const fields = readFields(rootFields, data);
    this.store.checkIssuerName(fields.issuer_name);
    const plan = planAuthority(fields, lifetimesOf(request));
    const key = await authorityKey(this.store, params.type, fields);
    const urls = urlsFor(this.store);
    const certificate = await buildCertificate(
      {
        ...plan,
        publicKey: publicHalf(key.privateKey),
        authority: { pathLength: fields.max_path_length },
        urls,
      },
      { privateKey: key.privateKey },
    );
    const issuer = this.store.addIssuer({
      certificate,
      name: fields.issuer_name,
    });
    this.store.addCertificate(certificate, issuer.id);
    await this.crls.rebuild(issuer);
    const encode = fields.format === 'der' ? certificateDer : certificatePem;
    return {
      data: {
        certificate: encode(certificate),
        issuing_ca: encode(certificate),
        serial_number: formatSerial(certificate.serialNumber),
        expiration: unixSeconds(certificate.notAfter.getTime()),
        issuer_id: issuer.id,
        issuer_name: issuer.name,
        key_id: key.id,
        key_name: key.name,
        ...exportedKey(params.type, key, fields),
      },
      warnings: [...plan.warnings, ...this.urlWarnings({ urls })],
    };
  }

  private async generateIntermediate({
    params,
    data,
    request,
  }: Call): Promise<EngineResponse> {
    const fields = readFields(requestFields, data);
    const { subject, names } = planAuthority(fields, lifetimesOf(request));
    const key = await authorityKey(this.store, params.type, fields);
    const signer = await signingKey(key.privateKey, fields.signature_bits);
    const extensions = [
      alternativeNamesExtension(names, false),
      fields.add_basic_constraints
        ? new BasicConstraintsExtension(true, undefined, true)
        : undefined,
    ].filter(extension => extension !== undefined);
    const csr = await Pkcs10CertificateRequestGenerator.create({
      name: subject,
      extensions,
      signingAlgorithm: signer.algorithm,
      keys: signer,
    });
    return {
      data: {
        csr:
          fields.format === 'der'
            ? Buffer.from(csr.rawData).toString('base64')
            : csr.toString('pem').trim(),
        key_id: key.id,
        ...exportedKey(params.type, key, fields),
      },
      warnings: this.urlWarnings({ urls: urlsFor(this.store) }).map(
        () => noUrlsBelow,
      ),
    };
  }

  private async signIntermediate({ params, data, request }: Call) {
    const fields = readFields(signAuthorityFields, data);
    const signer = signingIssuer(this.store, params.ref ?? fields.issuer_ref);
    const csr = await readRequest(fields.csr);
    const parent = signer.issuer.certificate;
    const plan = planAuthority(fields, lifetimesOf(request), {
      csr,
      useValues: fields.use_csr_values,
    });
    const urls = urlsFor(this.store, signer.issuer);
    const certificate = await buildCertificate(
      {
        ...plan,
        subject: fields.use_csr_values ? csr.subjectName : plan.subject,
        publicKey: csr.publicKey,
        authority: {
          pathLength: pathLength(
            fields.max_path_length,
            parent.getExtension(BasicConstraintsExtension),
          ),
        },
        urls,
      },
      { certificate: parent, privateKey: signer.privateKey },
    );
    this.store.addCertificate(certificate, signer.issuer.id);
    const late = certificate.notAfter > parent.notAfter;
    return {
      data: issuedData({
        certificate,
        chain: [certificate, ...this.store.chainOf(signer.issuer)],
        issuer: parent,
        format: fields.format,
      }),
      warnings: [
        ...plan.warnings,
        ...(late ? [outlivesIssuer] : []),
        ...this.urlWarnings({ urls }),
        ...(isLast(certificate) ? [mayNotSign] : []),
      ],
    };
  }

  private deleteRoot(): EngineResponse {
    this.store.issuers.clear();
    this.store.keys.clear();
    this.store.crls.clear();
    this.store.defaultIssuerId = '';
    this.store.defaultKeyId = '';
    return {
      warnings: [
        'DELETE /root deletes all keys and issuers; prefer the new DELETE /key/:key_ref and DELETE /issuer/:issuer_ref for finer granularity, unless removal of all keys and issuers is desired.',
      ],
    };
  }
}
