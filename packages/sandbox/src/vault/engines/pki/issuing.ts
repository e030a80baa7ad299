import { KeyObject } from 'node:crypto';
import { EngineResponse } from '../../Engine';
import { badRequest, internalError } from '../../problems';
import { readFields } from '../fieldSpecs';
import { FieldData, textField } from '../fields';
import { Lifetimes, lifetimesOf } from '../lifetimes';
import { Call, Route } from '../routes';
import { checkFormat, issuedData } from './answers';
import { buildCertificate } from './certificateBuilder';
import { issueFields, IssueRequest } from './issueFields';
import { KeyShape, keyShape, newPrivateKey, shapeOf } from './keys';
import { extendedKeyUsages, keyUsageBits } from './keyUsages';
import { AiaUrls, IssuerRecord } from './model';
import { publicHalf, publicKeyObject, readRequest } from './pem';
import { PkiStore } from './PkiStore';
import { requestedSubject } from './requestedSubject';
import { PkiRole, roleFields } from './roleFields';
import { subjectName } from './subject';
import { wishedValidity, withinIssuer } from './validity';
import { Pkcs10CertificateRequest, PublicKey, X509Certificate } from './x509';

const minimumRsaBits = 2048;

/** A role as sign-verbatim behaves: whatever the request says goes. */
const verbatimRole = readFields(roleFields, {
  allow_any_name: true,
  enforce_hostnames: false,
  allowed_uri_sans: ['*'],
  cn_validations: ['disabled'],
  require_cn: false,
  key_type: 'any',
  server_flag: false,
  client_flag: false,
});

/** Of the body only the key usages count as the role's; of a named role its times and its storage. */
function verbatimRoleFor(data: FieldData, named: PkiRole = verbatimRole) {
  const sent = readFields(roleFields, data);
  return {
    ...verbatimRole,
    key_usage: sent.key_usage,
    ext_key_usage: sent.ext_key_usage,
    ext_key_usage_oids: sent.ext_key_usage_oids,
    issuer_ref: named.issuer_ref,
    ttl: named.ttl,
    max_ttl: named.max_ttl,
    generate_lease: named.generate_lease,
    no_store: named.no_store,
  };
}

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

function checkKey(role: PkiRole, shape: KeyShape): void {
  if (role.key_type !== 'any' && shape.type !== role.key_type) {
    throw badRequest(`role requires keys of type ${role.key_type}`);
  }
  if (shape.type === 'rsa' && shape.bits < minimumRsaBits) {
    throw badRequest(
      `Vault requires a minimum of a ${minimumRsaBits}-bit key, but CSR's key is ${shape.bits} bits`,
    );
  }
  if (role.key_type !== 'any' && shape.bits < role.key_bits) {
    throw badRequest(
      `role requires a minimum of a ${role.key_bits}-bit key, but CSR's key is ${shape.bits} bits`,
    );
  }
}

function csrWarnings(role: PkiRole, data: FieldData): string[] {
  const warnings: string[] = [];
  if (role.use_csr_common_name && data.common_name) {
    warnings.push(
      'the common_name field was provided but the role is set with "use_csr_common_name" set to true',
    );
  }
  if (role.use_csr_sans && data.alt_names) {
    warnings.push(
      'the alt_names field was provided but the role is set with "use_csr_sans" set to true',
    );
  }
  return warnings;
}

/** The key of a leaf; the private half only when it was made here. */
interface LeafKey {
  readonly publicKey: PublicKey;
  readonly privateKey?: KeyObject;
}

async function newLeafKey(role: PkiRole): Promise<LeafKey> {
  const privateKey = await newPrivateKey(
    keyShape(role.key_type, role.key_bits),
  );
  return { privateKey, publicKey: publicHalf(privateKey) };
}

/** Everything one new leaf depends on. */
interface Order {
  readonly role: PkiRole;
  readonly request: IssueRequest;
  readonly signer: SigningIssuer;
  /** Found only after the names are judged: making a key is the dear part. */
  readonly key: () => Promise<LeafKey>;
  readonly csr?: Pkcs10CertificateRequest;
  /** Takes the subject of the request as it stands. */
  readonly verbatim?: boolean;
  readonly displayName: string;
  readonly limits: Lifetimes;
}

/** Issuing leaf certificates: `issue`, `sign` and `sign-verbatim`. */
export class Issuing {
  constructor(private readonly store: PkiStore) {}

  routes(): Route[] {
    const issue = { update: (call: Call) => this.issue(call) };
    const sign = { update: (call: Call) => this.sign(call) };
    const verbatim = { update: (call: Call) => this.signVerbatim(call) };
    const fields = Object.keys(issueFields);
    const signFields = [...fields, 'csr'];
    const verbatimFields = [
      ...signFields,
      'key_usage',
      'ext_key_usage',
      'ext_key_usage_oids',
    ];
    return ['', 'issuer/:ref/'].flatMap(prefix => [
      { path: `${prefix}issue/:name`, fields, on: issue },
      { path: `${prefix}sign/:name`, fields: signFields, on: sign },
      { path: `${prefix}sign-verbatim`, fields: verbatimFields, on: verbatim },
      {
        path: `${prefix}sign-verbatim/:name`,
        fields: verbatimFields,
        on: verbatim,
      },
    ]);
  }

  private requireRole(name: string): PkiRole {
    const role = this.store.roles.get(name);
    if (!role) {
      throw badRequest(`unknown role: ${name}`);
    }
    return role;
  }

  private async issue(call: Call): Promise<EngineResponse> {
    const role = this.requireRole(call.params.name);
    if (role.key_type === 'any') {
      throw badRequest(
        'role key type "any" not allowed for issuing certificates, only signing',
      );
    }
    const prepared = this.prepare(call, role);
    return this.deliver({ ...prepared, key: () => newLeafKey(role) });
  }

  private async sign(call: Call): Promise<EngineResponse> {
    const role = this.requireRole(call.params.name);
    const prepared = this.prepare(call, role);
    const csr = await readRequest(textField(call.data, 'csr') ?? '');
    checkKey(role, shapeOf(publicKeyObject(csr)));
    return this.deliver(
      { ...prepared, csr, key: async () => ({ publicKey: csr.publicKey }) },
      csrWarnings(role, call.data),
    );
  }

  private async signVerbatim(call: Call): Promise<EngineResponse> {
    const role = verbatimRoleFor(
      call.data,
      this.store.roles.get(call.params.name ?? ''),
    );
    const prepared = this.prepare(call, role);
    const csr = await readRequest(textField(call.data, 'csr') ?? '');
    checkKey(role, shapeOf(publicKeyObject(csr)));
    return this.deliver({
      ...prepared,
      csr,
      key: async () => ({ publicKey: csr.publicKey }),
      verbatim: true,
    });
  }

  private prepare(call: Call, role: PkiRole) {
    const signer = signingIssuer(
      this.store,
      call.params.ref ?? role.issuer_ref,
    );
    const request = readFields(issueFields, call.data);
    checkFormat(request.format);
    return {
      role,
      request,
      signer,
      displayName: call.request.displayName ?? '',
      limits: lifetimesOf(call.request),
    };
  }

  private async deliver(
    order: Order,
    moreWarnings: string[] = [],
  ): Promise<EngineResponse> {
    const { role, request, signer, limits } = order;
    const { certificate, privateKey, warnings } = await this.build(order);
    if (!role.no_store) {
      this.store.addCertificate(certificate, signer.issuer.id);
    }
    const data = issuedData({
      certificate,
      chain: this.store.chainOf(signer.issuer),
      format: request.format,
      removeRoots: request.remove_roots_from_chain,
      privateKey: privateKey && {
        key: privateKey,
        format: request.private_key_format,
      },
    });
    const seconds = Math.floor(
      (certificate.notAfter.getTime() - limits.now) / 1000,
    );
    return {
      data,
      warnings: [...warnings, ...moreWarnings],
      ...(role.generate_lease &&
        !role.no_store && {
          lease: {
            ttl: seconds,
            maxTtl: seconds,
            renewable: false,
            internal: { serial_number: data.serial_number },
          },
        }),
    };
  }

  private async build(order: Order): Promise<{
    certificate: X509Certificate;
    privateKey?: KeyObject;
    warnings: string[];
  }> {
    const { role, request, signer, limits, csr } = order;
    const { commonName, names } = requestedSubject(order);
    const wished = wishedValidity(
      {
        ttl: request.ttl,
        notAfter: request.not_after,
        roleTtl: role.ttl,
        roleMaxTtl: role.max_ttl,
        roleNotAfter: role.not_after,
        notBeforeDuration: role.not_before_duration,
      },
      limits,
    );
    const { issuer } = signer;
    const validity = withinIssuer(wished, issuer.certificate.notAfter, {
      behavior: issuer.leafNotAfterBehavior,
      now: limits.now,
    });
    const subject = subjectName({
      ...role,
      commonName,
      serialNumber: request.serial_number,
      userIds: request.user_ids,
    });
    const { publicKey, privateKey } = await order.key();
    const certificate = await buildCertificate(
      {
        ...validity,
        subject: order.verbatim && csr ? csr.subjectName : subject,
        names,
        publicKey,
        keyUsage: keyUsageBits(role.key_usage),
        extendedKeyUsage: extendedKeyUsages(role),
        saysNotAuthority: role.basic_constraints_valid_for_non_ca,
        policies: role.policy_identifiers,
        urls: urlsFor(this.store, issuer),
        signatureBits: role.signature_bits,
      },
      { certificate: issuer.certificate, privateKey: signer.privateKey },
    );
    return { certificate, privateKey, warnings: validity.warnings };
  }
}
