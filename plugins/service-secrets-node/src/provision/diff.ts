import { AllowedRole, DesiredFields, DesiredObject } from './DesiredState';
import { ownerLine } from './policyHcl';
import { ActualObject } from './VaultProvisionerApi';

/** A field of an object that is not as desired. */
export interface FieldChange {
  readonly field: string;
  /** Undefined: not set. */
  readonly from?: string;
  readonly to: string;
}

/** What apply would do to one object, or why it must not. */
export interface Change {
  readonly object: DesiredObject | (AllowedRole & { kind: 'allowed-role' });
  readonly action: 'create' | 'update' | 'unchanged' | 'conflict';
  readonly fields: readonly FieldChange[];
  /** Why an object may not be touched. */
  readonly reason?: string;
}

/** What is there now, looked up by desired object and by connection. */
export interface ActualState {
  readonly objects: ReadonlyMap<DesiredObject, ActualObject | undefined>;
  /** Undefined: the connection does not exist. */
  readonly allowedRoles: ReadonlyMap<
    AllowedRole,
    readonly string[] | undefined
  >;
}

function shown(value: DesiredFields[string]): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function changedFields(
  desired: DesiredObject,
  actual: ActualObject,
): FieldChange[] {
  if (desired.kind === 'policy') {
    const from = actual.kind === 'policy' ? actual.text : undefined;
    return from?.trim() === desired.text.trim()
      ? []
      : [{ field: 'policy', from, to: desired.text }];
  }
  const fields = actual.kind === 'policy' ? {} : actual.fields;
  return Object.entries(desired.fields)
    .filter(([field, value]) => !same(fields[field], value))
    .map(([field, value]) => ({
      field,
      from: fields[field] === undefined ? undefined : shown(fields[field]),
      to: shown(value),
    }));
}

/** Vault answers an unset text as "" and an unset list as []. */
function same(
  actual: DesiredFields[string] | undefined,
  desired: DesiredFields[string],
): boolean {
  return JSON.stringify(actual) === JSON.stringify(desired);
}

/** Owners of the policies that are there, by policy name. */
function ownedAnchors(owner: string, actual: ActualState): Set<string> {
  const marker = ownerLine(owner);
  return new Set(
    [...actual.objects].flatMap(([desired, object]) =>
      object?.kind === 'policy' && object.text.split('\n')[0] === marker
        ? [desired.anchor]
        : [],
    ),
  );
}

function objectChange(
  desired: DesiredObject,
  actual: ActualObject | undefined,
  owned: ReadonlySet<string>,
): Change {
  if (!actual) return { object: desired, action: 'create', fields: [] };
  const fields = changedFields(desired, actual);
  if (fields.length === 0) {
    return { object: desired, action: 'unchanged', fields };
  }
  if (!owned.has(desired.anchor)) {
    return {
      object: desired,
      action: 'conflict',
      fields,
      reason: `${desired.kind} ${desired.name} exists and policy ${desired.anchor} does not name this service as its owner`,
    };
  }
  return { object: desired, action: 'update', fields };
}

function allowedRoleChange(
  allowed: AllowedRole,
  present: readonly string[] | undefined,
): Change {
  const object = { kind: 'allowed-role' as const, ...allowed };
  if (!present) {
    return {
      object,
      action: 'conflict',
      fields: [],
      reason: `connection ${allowed.mount}/${allowed.connection} does not exist`,
    };
  }
  if (present.includes('*') || present.includes(allowed.role)) {
    return { object, action: 'unchanged', fields: [] };
  }
  return {
    object,
    action: 'update',
    fields: [
      {
        field: 'allowed_roles',
        from: present.join(', '),
        to: [...present, allowed.role].join(', '),
      },
    ],
  };
}

/** What has to change, field by field, in writing order; an object that is not ours is a conflict, never overwritten. */
export function diff(owner: string, actual: ActualState): Change[] {
  const owned = ownedAnchors(owner, actual);
  const objects = [...actual.objects].map(([desired, object]) =>
    objectChange(desired, object, owned),
  );
  const allowed = [...actual.allowedRoles].map(([role, present]) =>
    allowedRoleChange(role, present),
  );
  // A connection must allow a role before anyone can log in and ask for it.
  const logins = objects.filter(({ object }) => object.kind === 'auth-role');
  const others = objects.filter(({ object }) => object.kind !== 'auth-role');
  return [...others, ...allowed, ...logins];
}
