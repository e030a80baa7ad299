import { DesiredObject, DesiredRole } from '../DesiredState';
import { literalValue, TerraformValue } from './terraformText';

/** A Terraform resource and how `terraform import` finds what exists. */
export interface TerraformResource {
  readonly type: string;
  readonly name: string;
  readonly importId?: string;
  readonly body: { readonly [argument: string]: TerraformValue };
}

interface RoleType {
  readonly type: string;
  /** What the provider calls the role's own name. */
  readonly nameArgument: string;
  importId(role: DesiredRole): string;
}

const roleTypes: Record<
  Exclude<DesiredRole['kind'], 'kv-placeholder'>,
  RoleType
> = {
  'auth-role': {
    type: 'vault_kubernetes_auth_backend_role',
    nameArgument: 'role_name',
    importId: ({ mount, name }) => `auth/${mount}/role/${name}`,
  },
  'database-role': {
    type: 'vault_database_secret_backend_role',
    nameArgument: 'name',
    importId: ({ mount, name }) => `${mount}/roles/${name}`,
  },
  'static-role': {
    type: 'vault_database_secret_backend_static_role',
    nameArgument: 'name',
    importId: ({ mount, name }) => `${mount}/static-roles/${name}`,
  },
  'pki-role': {
    type: 'vault_pki_secret_backend_role',
    nameArgument: 'name',
    importId: ({ mount, name }) => `${mount}/roles/${name}`,
  },
};

/** Durations of PKI roles are texts to the provider, those of other roles numbers. */
function argument(
  kind: DesiredRole['kind'],
  field: string,
  value: unknown,
): TerraformValue {
  const isText = kind === 'pki-role' && field.endsWith('ttl');
  return literalValue(isText ? String(value) : value);
}

/** The name a resource has in the configuration: letters, digits, `_` and `-`. */
function resourceName(name: string): string {
  return name.replace(/[^a-z0-9_-]/g, '-');
}

/** The provider has no resource for KV metadata alone, and one that writes data would put it into the state. */
function kvPlaceholder(role: DesiredRole): TerraformResource {
  const owned = Object.entries(role.fields).map(([field, value]) => [
    field.replace(/^custom_metadata\./, ''),
    value,
  ]);
  return {
    type: 'vault_generic_endpoint',
    name: resourceName(`kv-${role.name}`),
    body: {
      path: literalValue(`${role.mount}/metadata/${role.name}`),
      ignore_absent_fields: true,
      data_json: literalValue(
        JSON.stringify({ custom_metadata: Object.fromEntries(owned) }),
      ),
    },
  };
}

/** One object of Vault as a resource of the provider hashicorp/vault. */
export function terraformResource(object: DesiredObject): TerraformResource {
  if (object.kind === 'policy') {
    return {
      type: 'vault_policy',
      name: resourceName(object.name),
      importId: object.name,
      body: {
        name: literalValue(object.name),
        policy: literalValue(object.text),
      },
    };
  }
  if (object.kind === 'kv-placeholder') return kvPlaceholder(object);
  const { type, nameArgument, importId } = roleTypes[object.kind];
  return {
    type,
    name: resourceName(object.name),
    importId: importId(object),
    body: {
      backend: literalValue(object.mount),
      [nameArgument]: literalValue(object.name),
      ...Object.fromEntries(
        Object.entries(object.fields)
          // An unset text is the default, and not every version of the provider has an argument for it.
          .filter(([, value]) => value !== '')
          .map(([field, value]) => [
            field,
            argument(object.kind, field, value),
          ]),
      ),
    },
  };
}
