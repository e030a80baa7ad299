import { EngineResponse } from '../../Engine';
import { badRequest, nothingThere, internalError } from '../../problems';
import { readFields } from '../fieldSpecs';
import { Call, listOf, Route } from '../routes';
import { keyShape, signatureBitsOf } from './keys';
import { PkiStore } from './PkiStore';
import { PkiRole, roleFields } from './roleFields';

const oid = /^[0-2](\.(0|[1-9]\d*))+$/;

function refuseAbsentFeatures(role: PkiRole): void {
  const absent: [boolean, string][] = [
    [role.use_pss, 'use_pss'],
    [role.allowed_other_sans.length > 0, 'allowed_other_sans'],
    [role.allowed_domains_template, 'allowed_domains_template'],
    [role.allowed_uri_sans_template, 'allowed_uri_sans_template'],
  ];
  const used = absent.find(([set]) => set);
  if (used) {
    throw badRequest(`"${used[1]}" is not supported by this server`);
  }
}

function withSizes(role: PkiRole): PkiRole {
  if (role.key_type === 'any') {
    return role;
  }
  const shape = keyShape(role.key_type, role.key_bits);
  return {
    ...role,
    key_bits: shape.bits,
    signature_bits:
      shape.type === 'rsa'
        ? signatureBitsOf(shape, role.signature_bits)
        : role.signature_bits,
  };
}

const validations = ['email', 'hostname', 'disabled'];
const hashBits = [0, 256, 384, 512];

function refuseBrokenNames(role: PkiRole): void {
  const other = role.allowed_other_sans.find(
    name => name !== '*' && !name.includes(';'),
  );
  if (other !== undefined) {
    throw badRequest(
      `error parsing allowed_other_sans: expected a semicolon in other SAN "${other}"`,
    );
  }
  const validation = role.cn_validations.find(
    name => !validations.includes(name),
  );
  if (validation !== undefined) {
    throw internalError(
      `cn_validations value incorrect: unknown type: \`${validation}\``,
    );
  }
  if (!hashBits.includes(role.signature_bits)) {
    throw badRequest(
      `unsupported hash signature algorithm: ${role.signature_bits}`,
    );
  }
}

function checked(role: PkiRole): PkiRole {
  if (role.max_ttl > 0 && role.ttl > role.max_ttl) {
    throw badRequest('"ttl" value must be less than "max_ttl" value');
  }
  const broken = role.ext_key_usage_oids.find(text => !oid.test(text));
  if (broken !== undefined) {
    throw badRequest(
      `"${broken}" could not be parsed as a valid oid for an extended key usage`,
    );
  }
  refuseBrokenNames(role);
  refuseAbsentFeatures(role);
  return withSizes(role);
}

function issuerWarning(store: PkiStore, ref: string): string[] {
  if (store.findIssuer(ref)) {
    return [];
  }
  return ref === 'default'
    ? [
        'Issuing Certificate was set to default, but no default issuing certificate (configurable at /config/issuers) is currently set',
      ]
    : [
        `Issuing Certificate was set to ${ref} but no issuing certificate currently has that name`,
      ];
}

function leaseWarnings(role: PkiRole): string[] {
  if (!role.generate_lease) {
    return [];
  }
  return role.no_store
    ? [
        'mutually exclusive values no_store=true and generate_lease=true were both specified; no_store=true takes priority',
      ]
    : [
        "it is encouraged to disable generate_lease and rely on PKI's native capabilities when possible; this option can cause instance-wide issues with large numbers of issued certificates",
      ];
}

/** `roles` and `roles/:name`. A write answers the whole role. */
export function pkiRoleRoutes(store: PkiStore): Route[] {
  function save(name: string, role: PkiRole): EngineResponse {
    const kept = {
      ...role,
      generate_lease: role.generate_lease && !role.no_store,
    };
    store.roles.set(name, kept);
    return {
      data: { ...kept },
      warnings: [
        ...issuerWarning(store, role.issuer_ref),
        ...leaseWarnings(role),
      ],
    };
  }

  function existing(name: string): PkiRole {
    const role = store.roles.get(name);
    if (!role) {
      throw nothingThere();
    }
    return role;
  }

  return [
    { path: 'roles', on: { list: () => listOf(store.roles.keys()) } },
    {
      path: 'roles/:name',
      fields: Object.keys(roleFields),
      on: {
        // A write replaces the role: what it leaves out falls back to the default.
        update: ({ params, data }: Call) =>
          save(params.name, checked(readFields(roleFields, data))),
        patch: ({ params, data }: Call) => {
          if (!store.roles.has(params.name)) {
            throw badRequest('Unable to fetch role entry to patch');
          }
          return save(
            params.name,
            checked(readFields(roleFields, data, existing(params.name))),
          );
        },
        read: ({ params }) => ({ data: { ...existing(params.name) } }),
        delete: ({ params }) => {
          store.roles.delete(params.name);
          return {};
        },
      },
    },
  ];
}
