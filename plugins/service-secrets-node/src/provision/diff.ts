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
export type Change = ObjectChange | AllowedRoleChange;

interface Verdict {
  readonly action: 'create' | 'update' | 'unchanged' | 'conflict';
  readonly fields: readonly FieldChange[];
  /** Why an object may not be touched. */
  readonly reason?: string;
}

/** What apply would do to a policy, a role or a place in a KV store. */
export interface ObjectChange extends Verdict {
  readonly object: DesiredObject;
  /** As it is now; undefined when it is not there. */
  readonly actual?: ActualObject;
}

/** What apply would do to the roles a connection allows. */
export interface AllowedRoleChange extends Verdict {
  readonly object: AllowedRole & { readonly kind: 'allowed-role' };
  /** What the connection allows now; undefined when there is no connection. */
  readonly present?: readonly string[];
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

/** The fields in which an object is not as desired; fields nobody asked for do not count. */
export function changedFields(
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
  const isUnset = Array.isArray(desired)
    ? desired.length === 0
    : desired === '';
  return actual === undefined
    ? isUnset
    : JSON.stringify(actual) === JSON.stringify(desired);
}

/** Whether a policy names that service as its owner. */
export function isPolicyOf(
  owner: string,
  actual: ActualObject | undefined,
): boolean {
  return (
    actual?.kind === 'policy' &&
    actual.text.split('\n')[0].trim() === ownerLine(owner)
  );
}

/** Whether an object carries the owner itself: a place in a KV store has room for it. */
function carriesOwner(
  owner: string,
  desired: DesiredObject,
  actual: ActualObject,
): boolean {
  if (desired.kind !== 'kv-placeholder' || actual.kind === 'policy') {
    return false;
  }
  return Object.entries(desired.fields).some(
    ([field, value]) =>
      field.startsWith('custom_metadata.') &&
      value === owner &&
      actual.fields[field] === owner,
  );
}

/** Owners of the policies that are there, by policy name. */
function ownedAnchors(owner: string, actual: ActualState): Set<string> {
  return new Set(
    [...actual.objects].flatMap(([desired, object]) =>
      desired.kind === 'policy' && isPolicyOf(owner, object)
        ? [desired.name]
        : [],
    ),
  );
}

interface Ownership {
  readonly owner: string;
  readonly anchors: ReadonlySet<string>;
}

function refusal(
  { owner, anchors }: Ownership,
  desired: DesiredObject,
  actual: ActualObject,
): string | undefined {
  if (desired.kind === 'kv-placeholder') {
    return carriesOwner(owner, desired, actual)
      ? undefined
      : `${desired.kind} ${desired.name} exists and its custom metadata does not name this service as its owner`;
  }
  return anchors.has(desired.anchor)
    ? undefined
    : `${desired.kind} ${desired.name} exists and policy ${desired.anchor} does not name this service as its owner`;
}

/** What to do when a role is there for another database. */
const ways: Partial<Record<DesiredObject['kind'], string>> = {
  'database-role':
    'Retire the service first, or ask with a statement profile of another id: it makes a role of its own',
  'static-role':
    'Retire the service first, or take a user of another name: it gets a role of its own',
};

/**
 * Vault ends a lease with the connection its role names at that time. Moved to
 * another one, a role leaves the users of its live leases behind, and the pods
 * lose the database they had.
 */
function movedDatabase(
  desired: DesiredObject,
  actual: ActualObject,
): string | undefined {
  const way = ways[desired.kind];
  if (!way || desired.kind === 'policy' || actual.kind === 'policy') {
    return undefined;
  }
  const from = actual.fields.db_name;
  const to = desired.fields.db_name;
  return from === undefined || from === to
    ? undefined
    : `${desired.kind} ${desired.name} exists for connection ${
        desired.mount
      }/${shown(from)} and would lose it to ${desired.mount}/${shown(
        to,
      )}. ${way}`;
}

function objectChange(
  desired: DesiredObject,
  actual: ActualObject | undefined,
  ownership: Ownership,
): ObjectChange {
  if (!actual) return { object: desired, action: 'create', fields: [] };
  // Also when nothing differs: what is not ours today may differ tomorrow, and then we would own it.
  const reason =
    refusal(ownership, desired, actual) ?? movedDatabase(desired, actual);
  // What it holds is its owner's to show, so there is only the reason.
  if (reason) {
    return { object: desired, action: 'conflict', fields: [], reason };
  }
  const fields = changedFields(desired, actual);
  const action = fields.length === 0 ? 'unchanged' : 'update';
  return { object: desired, actual, action, fields };
}

function allowedRoleChange(
  allowed: AllowedRole,
  present: readonly string[] | undefined,
): AllowedRoleChange {
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
    return { object, present, action: 'unchanged', fields: [] };
  }
  return {
    object,
    present,
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
  const ownership = { owner, anchors: ownedAnchors(owner, actual) };
  const objects = [...actual.objects].map(([desired, object]) =>
    objectChange(desired, object, ownership),
  );
  const allowed = [...actual.allowedRoles].map(([role, present]) =>
    allowedRoleChange(role, present),
  );
  const ofKind = (kinds: readonly string[]) =>
    objects.filter(({ object }) => kinds.includes(object.kind));
  const first = ['policy'];
  // A connection must allow a role before anyone can log in and ask for it.
  const last = ['auth-role'];
  const others = objects.filter(
    ({ object }) => ![...first, ...last].includes(object.kind),
  );
  // Vault writes a static role only when its connection allows it.
  return [...ofKind(first), ...allowed, ...others, ...ofKind(last)];
}
