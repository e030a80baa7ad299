import { AllowedRole, DesiredFields, DesiredObject } from './DesiredState';
import { markOf, OWNER_KEY, ownerMark, ServiceOwner } from './policyHcl';
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

/** Whose an object says it is: a policy in its first line, a place in a KV store in its metadata. */
function markIn(actual: ActualObject | undefined): string | undefined {
  if (actual?.kind === 'policy') return markOf(actual.text);
  const mark = actual?.fields[`custom_metadata.${OWNER_KEY}`];
  return typeof mark === 'string' ? mark : undefined;
}

/** Whether an object carries that owner itself; a role has no place for it. */
export function isMarkedBy(
  owner: ServiceOwner,
  actual: ActualObject | undefined,
): boolean {
  return markIn(actual) === ownerMark(owner);
}

/** Whose the policies that are there say they are, by policy name. */
function marksOfPolicies(actual: ActualState): Ownership['marks'] {
  return new Map(
    [...actual.objects].flatMap(([{ kind, name }, object]) =>
      kind === 'policy' ? [[name, markIn(object)] as const] : [],
    ),
  );
}

interface Ownership {
  readonly owner: ServiceOwner;
  readonly marks: ReadonlyMap<string, string | undefined>;
}

/** The same service's object, of an environment that shares this Vault: the one case in which its owner may do something. */
function otherEnvironment(
  { entityRef }: ServiceOwner,
  mark: string | undefined,
): string | undefined {
  const beginning = `${entityRef} in `;
  return mark?.startsWith(beginning) ? mark.slice(beginning.length) : undefined;
}

function refusal(
  { owner, marks }: Ownership,
  desired: DesiredObject,
  actual: ActualObject,
): string | undefined {
  const { kind, name, anchor } = desired;
  const isPlace = kind === 'kv-placeholder';
  const mark = isPlace ? markIn(actual) : marks.get(anchor);
  if (mark === ownerMark(owner)) return undefined;
  const other = otherEnvironment(owner, mark);
  if (other !== undefined) {
    return `${kind} ${name} belongs to this service in environment ${other}, which shares this Vault: give ${owner.environment} a Kubernetes namespace of its own, or an instance with a Vault namespace of its own`;
  }
  const bearer = isPlace ? 'its custom metadata' : `policy ${anchor}`;
  return `${kind} ${name} exists and ${bearer} does not name this service as its owner`;
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
export function diff(owner: ServiceOwner, actual: ActualState): Change[] {
  const ownership = { owner, marks: marksOfPolicies(actual) };
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
