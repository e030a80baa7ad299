import { KeyObject } from 'node:crypto';
import { EngineResponse } from '../../Engine';
import { badRequest } from '../../problems';
import { unixSeconds } from '../../values/duration';
import { readFields } from '../fieldSpecs';
import { Lifetimes, lifetimesOf } from '../lifetimes';
import { Call, Route } from '../routes';
import { alternativeNamesExtension } from './alternativeNames';
import { certificateDer, checkFormat, issuedData } from './answers';
import {
  AuthorityRequest,
  requestFields,
  rootFields,
  signAuthorityFields,
} from './authorityFields';
import { buildCertificate, CertificatePlan } from './certificateBuilder';
import { CrlKeeper } from './CrlKeeper';
import { signingIssuer, urlsFor } from './issuing';
import {
  keyShape,
  newPrivateKey,
  privateKeyDer,
  privateKeyPem,
  signingKey,
} from './keys';
import { KeyRecord } from './model';
import { certificatePem, publicHalf, readRequest } from './pem';
import { PkiStore } from './PkiStore';
import { requestedSubject } from './requestedSubject';
import { roleFields } from './roleFields';
import { formatSerial } from './serials';
import { subjectName } from './subject';
import { wishedValidity } from './validity';
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  Pkcs10CertificateRequest,
  Pkcs10CertificateRequestGenerator,
} from './x509';

const authorityUsage = KeyUsageFlags.keyCertSign + KeyUsageFlags.cRLSign;
const noUrls =
  "This mount hasn't configured any authority information access (AIA) fields; this may make it harder for systems to find missing certificates in the chain or to check revocation. Set them at config/urls.";
const outlivesIssuer =
  'The signed certificate ends after its issuer does. Unless it is trusted as a root, chains through it fail once the issuer has expired.';

/** A CA may have any name. */
const authorityRole = readFields(roleFields, {
  allow_any_name: true,
  enforce_hostnames: false,
  allowed_uri_sans: ['*'],
  allowed_serial_numbers: ['*'],
  allowed_user_ids: ['*'],
  cn_validations: ['disabled'],
});

function keyAnswer(
  key: KeyObject,
  request: AuthorityRequest,
): Record<string, unknown> {
  const encode = request.format === 'der' ? privateKeyDer : privateKeyPem;
  return { private_key: encode(key, request.private_key_format) };
}

function pathLength(asked: number, parent: BasicConstraintsExtension | null) {
  if (parent?.pathLength === undefined) {
    return asked;
  }
  if (parent.pathLength === 0) {
    throw badRequest(
      'cannot satisfy request: the issuer has a maximum path length of zero',
    );
  }
  const limit = parent.pathLength - 1;
  return asked < 0 ? limit : Math.min(asked, limit);
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

  private async keyFor(
    type: string,
    request: AuthorityRequest,
  ): Promise<KeyRecord> {
    if (type === 'existing') {
      const known = this.store.findKey(request.key_ref);
      if (!known) {
        throw badRequest(
          `unable to find PKI key for reference: ${request.key_ref}`,
        );
      }
      return known;
    }
    if (type !== 'internal' && type !== 'exported') {
      throw badRequest(
        `"${type}" is not supported by this server: use internal, exported or existing`,
      );
    }
    this.store.checkKeyName(request.key_name);
    const shape = keyShape(request.key_type, request.key_bits);
    const privateKey = await newPrivateKey(shape);
    return this.store.addKey({ name: request.key_name, shape, privateKey });
  }

  private plan(
    request: AuthorityRequest,
    limits: Lifetimes,
    from?: { csr: Pkcs10CertificateRequest; useValues: boolean },
  ) {
    if (request.permitted_dns_domains.length > 0) {
      throw badRequest(
        '"permitted_dns_domains" is not supported by this server',
      );
    }
    checkFormat(request.format);
    const { commonName, names } = requestedSubject({
      role: {
        ...authorityRole,
        // Without a name of its own the request's counts.
        use_csr_common_name: request.common_name === '',
        use_csr_sans: from?.useValues ?? false,
      },
      request,
      csr: from?.csr,
      displayName: '',
    });
    const validity = wishedValidity(
      {
        ttl: request.ttl,
        notAfter: request.not_after,
        roleTtl: 0,
        roleMaxTtl: 0,
        roleNotAfter: '',
        notBeforeDuration: request.not_before_duration,
      },
      limits,
    );
    const subject = subjectName({
      ...request,
      commonName,
      serialNumber: request.serial_number,
      userIds: request.user_ids,
    });
    return {
      ...validity,
      subject,
      names,
      keyUsage: authorityUsage,
      extendedKeyUsage: [],
      signatureBits: request.signature_bits,
    };
  }

  private urlWarnings(plan: Pick<CertificatePlan, 'urls'>): string[] {
    const any = Object.values(plan.urls).some(list => list.length > 0);
    return any ? [] : [noUrls];
  }

  private async generateRoot({ params, data, request }: Call) {
    const fields = readFields(rootFields, data);
    this.store.checkIssuerName(fields.issuer_name);
    const plan = this.plan(fields, lifetimesOf(request));
    const key = await this.keyFor(params.type, fields);
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
        ...(params.type === 'exported' && {
          ...keyAnswer(key.privateKey, fields),
          private_key_type: key.shape.type,
        }),
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
    const { subject, names } = this.plan(fields, lifetimesOf(request));
    const key = await this.keyFor(params.type, fields);
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
        ...(params.type === 'exported' && {
          ...keyAnswer(key.privateKey, fields),
          private_key_type: key.shape.type,
        }),
      },
    };
  }

  private async signIntermediate({ params, data, request }: Call) {
    const fields = readFields(signAuthorityFields, data);
    const signer = signingIssuer(this.store, params.ref ?? fields.issuer_ref);
    const csr = await readRequest(fields.csr);
    const parent = signer.issuer.certificate;
    const plan = this.plan(fields, lifetimesOf(request), {
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
        chain: this.store.chainOf(signer.issuer),
        format: fields.format,
      }),
      warnings: [
        ...plan.warnings,
        ...(late ? [outlivesIssuer] : []),
        ...this.urlWarnings({ urls }),
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
        'All issuers and keys of this mount were deleted. Certificates they issued stay readable.',
      ],
    };
  }
}
