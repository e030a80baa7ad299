import { badRequest, nothingThere } from '../../problems';
import {
  durationField,
  mapField,
  stringListField,
  textField,
  FieldData,
} from '../fields';
import { Call, listOf, Route } from '../routes';
import { refusePasswordPolicy } from './connections';
import { DynamicRole } from './model';

const roleFields = [
  'db_name',
  'creation_statements',
  'revocation_statements',
  'rollback_statements',
  'renew_statements',
  'default_ttl',
  'max_ttl',
  'credential_type',
  'credential_config',
];

/** Refuses credential types other than passwords, in Vault's words where Vault would too. */
export function requirePasswordType(data: FieldData): void {
  const type = textField(data, 'credential_type') ?? 'password';
  if (type === 'rsa_private_key' || type === 'client_certificate') {
    throw badRequest(
      `unsupported credential_type "${type}": this server issues passwords only`,
    );
  }
  if (type !== 'password') {
    throw badRequest(`invalid credential_type "${type}"`);
  }
  const config = mapField(data, 'credential_config') ?? {};
  refusePasswordPolicy(textField(config, 'password_policy'));
}

function merged(
  name: string,
  data: FieldData,
  before: DynamicRole | undefined,
): DynamicRole {
  const statements = (field: string, old: string[] = []) =>
    stringListField(data, field) ?? old;
  const old = before?.statements;
  return {
    name,
    connectionName: textField(data, 'db_name') ?? before?.connectionName ?? '',
    statements: {
      creation: statements('creation_statements', old?.creation),
      revocation: statements('revocation_statements', old?.revocation),
      rollback: statements('rollback_statements', old?.rollback),
      renew: statements('renew_statements', old?.renew),
    },
    defaultTtl: durationField(data, 'default_ttl') ?? before?.defaultTtl ?? 0,
    maxTtl: durationField(data, 'max_ttl') ?? before?.maxTtl ?? 0,
  };
}

function roleData(role: DynamicRole): Record<string, unknown> {
  return {
    db_name: role.connectionName,
    creation_statements: role.statements.creation,
    revocation_statements: role.statements.revocation,
    rollback_statements: role.statements.rollback,
    renew_statements: role.statements.renew,
    default_ttl: role.defaultTtl,
    max_ttl: role.maxTtl,
    credential_type: 'password',
  };
}

/** `roles` and `roles/:name`. */
export function roleRoutes(
  roles: Map<string, DynamicRole>,
  isStatic: (name: string) => boolean,
): Route[] {
  function write({ params, data }: Call) {
    if (isStatic(params.name)) {
      throw badRequest('Role and Static Role names must be unique');
    }
    requirePasswordType(data);
    const role = merged(params.name, data, roles.get(params.name));
    if (!role.connectionName) {
      throw badRequest('database name is required');
    }
    roles.set(role.name, role);
    return {};
  }

  return [
    { path: 'roles', on: { list: () => listOf(roles.keys()) } },
    {
      path: 'roles/:name',
      checksExistence: true,
      fields: roleFields,
      on: {
        update: write,
        read: ({ params }) => {
          const role = roles.get(params.name);
          if (!role) {
            throw nothingThere();
          }
          return { data: roleData(role) };
        },
        delete: ({ params }) => {
          roles.delete(params.name);
          return {};
        },
      },
    },
  ];
}
