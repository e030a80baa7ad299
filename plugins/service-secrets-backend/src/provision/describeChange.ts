import {
  PlannedChange,
  ProvisionedKind,
} from 'backstage-plugin-service-secrets-common';
import {
  Change,
  changedFields,
  DesiredObject,
  ObjectRef,
} from 'backstage-plugin-service-secrets-node';

type Mounted = { readonly mount: string; readonly name: string };

const places: Record<
  Exclude<ObjectRef['kind'], 'policy'>,
  (object: Mounted) => string
> = {
  'auth-role': ({ mount, name }) => `auth/${mount}/role/${name}`,
  'database-role': ({ mount, name }) => `${mount}/roles/${name}`,
  'static-role': ({ mount, name }) => `${mount}/static-roles/${name}`,
  'pki-role': ({ mount, name }) => `${mount}/roles/${name}`,
  'kv-placeholder': ({ mount, name }) => `${mount}/metadata/${name}`,
};

/** Where an object lives in Vault, in the words of its API. */
export function objectPath(ref: ObjectRef): string {
  return ref.kind === 'policy'
    ? `sys/policies/acl/${ref.name}`
    : places[ref.kind](ref);
}

/** Where a connection lives in Vault. */
export function connectionPath(connection: {
  mount: string;
  connection: string;
}): string {
  return `${connection.mount}/config/${connection.connection}`;
}

/** The same for a new object: every field that gets a value. */
function fieldsOf(object: DesiredObject) {
  return changedFields(
    object,
    object.kind === 'policy'
      ? { kind: 'policy', text: '' }
      : { kind: object.kind, fields: {} },
  ).map(({ field, to }) => ({ field, to }));
}

/** A change as a reviewer sees it. */
export function describeChange({
  object,
  action,
  fields,
  reason,
}: Change): PlannedChange {
  const kind: ProvisionedKind = object.kind;
  if (object.kind === 'allowed-role') {
    return {
      kind,
      path: connectionPath(object),
      action,
      fields: [...fields],
      reason,
    };
  }
  return {
    kind,
    path: objectPath(object),
    action,
    fields: action === 'create' ? fieldsOf(object) : [...fields],
    reason,
  };
}
