import { ConflictError } from '@backstage/errors';

import { DesiredState } from './DesiredState';
import {
  ActualState,
  AllowedRoleChange,
  Change,
  diff,
  ObjectChange,
} from './diff';
import { keepGrants } from './keepGrants';
import { ServiceOwner } from './policyHcl';
import { VaultProvisionerApi } from './VaultProvisionerApi';

/** Reads under way at once: a plan never takes the whole of a busy Vault's rate limit. */
const CONCURRENT_READS = 4;
/** How often a list that somebody else wrote over is written again. */
const ATTEMPTS = 5;

/** Whom apply tells what it is about to do, so that a run that dies leaves a trace of every write. */
export interface ApplyJournal {
  /** Called before the first write with everything that was compared. */
  opened?(changes: readonly Change[]): Promise<void>;
  beforeWrite(change: Change): Promise<void>;
  afterWrite(change: Change): Promise<void>;
}

/** What apply works with. */
export interface ApplyOptions {
  readonly vault: VaultProvisionerApi;
  readonly journal?: ApplyJournal;
  /** Runs work while nobody else of ours changes that connection. */
  readonly exclusively?: (
    connection: string,
    work: () => Promise<void>,
  ) => Promise<void>;
}

async function inBatches<T, R>(
  items: readonly T[],
  ask: (item: T) => Promise<R>,
): Promise<(readonly [T, R])[]> {
  const answers: (readonly [T, R])[] = [];
  for (let start = 0; start < items.length; start += CONCURRENT_READS) {
    const batch = items.slice(start, start + CONCURRENT_READS);
    const asked = batch.map(async item => [item, await ask(item)] as const);
    answers.push(...(await Promise.all(asked)));
  }
  return answers;
}

/** Reads what is there now and compares it with what is desired; writes nothing. */
export async function compare(
  owner: ServiceOwner,
  desired: DesiredState,
  vault: VaultProvisionerApi,
): Promise<Change[]> {
  const read = await inBatches(desired.vault, object => vault.read(object));
  const objects: ActualState['objects'] = new Map(
    read.map(([object, actual]) => [keepGrants(object, actual), actual]),
  );
  const allowedRoles: ActualState['allowedRoles'] = new Map(
    await inBatches(desired.allowedRoles, role => vault.allowedRoles(role)),
  );
  return diff(owner, { objects, allowedRoles });
}

/** Throws when an object is not ours to write; names every one of them. */
export function refuseConflicts(changes: readonly Change[]): void {
  const conflicts = changes.filter(({ action }) => action === 'conflict');
  if (conflicts.length === 0) return;
  throw new ConflictError(
    `Nothing was written. ${conflicts.map(({ reason }) => reason).join('; ')}`,
  );
}

/**
 * Brings Vault to the desired state and reports what was created, changed and
 * left alone. Any conflict stops it before the first write. Running it again
 * after a failure finishes the work; running it again after success writes
 * nothing.
 */
export async function apply(
  owner: ServiceOwner,
  desired: DesiredState,
  options: ApplyOptions,
): Promise<Change[]> {
  const { vault, journal } = options;
  const changes = await compare(owner, desired, vault);
  refuseConflicts(changes);
  await journal?.opened?.(changes);
  for (const change of changes) {
    if (change.action === 'unchanged') continue;
    await journal?.beforeWrite(change);
    await write(change, options);
    await journal?.afterWrite(change);
  }
  return changes;
}

/** Whether a change is about the roles a connection allows. */
export function isAllowedRoleChange(
  change: Change,
): change is AllowedRoleChange {
  return change.object.kind === 'allowed-role';
}

/** Whether a change is about an object of its own. */
export function isObjectChange(change: Change): change is ObjectChange {
  return change.object.kind !== 'allowed-role';
}

async function write(change: Change, options: ApplyOptions): Promise<void> {
  if (isObjectChange(change)) {
    await options.vault.write(change.object);
    return;
  }
  if (!isAllowedRoleChange(change)) return;
  const { object } = change;
  await changeAllowedRoles(options, {
    connection: object,
    change: roles =>
      roles.includes(object.role) ? undefined : [...roles, object.role],
  });
}

/** A change of the roles a connection allows: the new list, or undefined when nothing is left to do. */
export interface AllowedRolesChange {
  readonly connection: { readonly mount: string; readonly connection: string };
  readonly change: (roles: readonly string[]) => readonly string[] | undefined;
}

/**
 * Reads the list right before it is written and again after: Vault takes it
 * as a whole, so another service that was added meanwhile must stay, and a
 * list somebody else wrote over is written again.
 */
export async function changeAllowedRoles(
  { vault, exclusively }: Pick<ApplyOptions, 'vault' | 'exclusively'>,
  { connection, change }: AllowedRolesChange,
): Promise<void> {
  const { mount, connection: name } = connection;
  const work = async () => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const roles = change((await vault.allowedRoles(connection)) ?? []);
      if (!roles) return;
      await vault.setAllowedRoles(connection, roles);
    }
    const roles = (await vault.allowedRoles(connection)) ?? [];
    if (!change(roles)) return;
    throw new ConflictError(
      `allowed_roles of ${mount}/${name} is being written by somebody else all the time; try again later`,
    );
  };
  if (exclusively) await exclusively(`${mount}/${name}`, work);
  else await work();
}
