import { EngineResponse } from '../../Engine';
import { badRequest } from '../../problems';
import { readFields } from '../fieldSpecs';
import { FieldData, textField } from '../fields';
import { lifetimesOf } from '../lifetimes';
import { Call, Route } from '../routes';
import { checkFormat, issuedData } from './answers';
import { issueFields } from './issueFields';
import { KeyShape, keyShape, newPrivateKey, shapeOf } from './keys';
import { buildLeaf, LeafKey, LeafOrder } from './leaf';
import { publicHalf, publicKeyObject, readRequest } from './pem';
import { PkiStore } from './PkiStore';
import { PkiRole, roleFields } from './roleFields';
import { signingIssuer } from './signingIssuer';

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

function checkKey(role: PkiRole, shape: KeyShape): void {
  if (role.key_type !== 'any' && shape.type !== role.key_type) {
    throw badRequest(`role requires keys of type ${role.key_type}`);
  }
  if (shape.type === 'rsa' && shape.bits < minimumRsaBits) {
    throw badRequest('RSA keys < 2048 bits are unsafe and not supported');
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

async function newLeafKey(role: PkiRole): Promise<LeafKey> {
  const privateKey = await newPrivateKey(
    keyShape(role.key_type, role.key_bits),
  );
  return { privateKey, publicKey: publicHalf(privateKey) };
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
      call.params.name === undefined
        ? undefined
        : this.requireRole(call.params.name),
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
    order: LeafOrder,
    moreWarnings: string[] = [],
  ): Promise<EngineResponse> {
    const { role, request, signer, limits } = order;
    const { certificate, privateKey, warnings } = await buildLeaf(
      this.store,
      order,
    );
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
      warnings: [...moreWarnings, ...warnings],
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
}
