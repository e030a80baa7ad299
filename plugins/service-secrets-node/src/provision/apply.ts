import { ConflictError } from '@backstage/errors';

import { DesiredState } from './DesiredState';
import { ActualState, Change, diff } from './diff';
import { VaultProvisionerApi } from './VaultProvisionerApi';

/** Reads what is there now and compares it with what is desired; writes nothing. */
export async function compare(
  owner: string,
  desired: DesiredState,
  vault: VaultProvisionerApi,
): Promise<Change[]> {
  const objects: ActualState['objects'] = new Map(
    await Promise.all(
      desired.vault.map(
        async object => [object, await vault.read(object)] as const,
      ),
    ),
  );
  const allowedRoles: ActualState['allowedRoles'] = new Map(
    await Promise.all(
      desired.allowedRoles.map(
        async role => [role, await vault.allowedRoles(role)] as const,
      ),
    ),
  );
  return diff(owner, { objects, allowedRoles });
}

/**
 * Brings Vault to the desired state and reports what was created, changed and
 * left alone. Any conflict stops it before the first write. Running it again
 * after a failure finishes the work; running it again after success writes
 * nothing.
 */
export async function apply(
  owner: string,
  desired: DesiredState,
  vault: VaultProvisionerApi,
): Promise<Change[]> {
  const changes = await compare(owner, desired, vault);
  const conflicts = changes.filter(({ action }) => action === 'conflict');
  if (conflicts.length > 0) {
    throw new ConflictError(
      `Nothing was written. ${conflicts
        .map(({ reason }) => reason)
        .join('; ')}`,
    );
  }
  for (const change of changes) {
    if (change.action !== 'unchanged') await write(change, vault);
  }
  return changes;
}

async function write({ object }: Change, vault: VaultProvisionerApi) {
  if (object.kind !== 'allowed-role') {
    await vault.write(object);
    return;
  }
  // Read again right before: another service may have been added meanwhile, and must stay.
  const present = (await vault.allowedRoles(object)) ?? [];
  if (!present.includes(object.role)) {
    await vault.setAllowedRoles(object, [...present, object.role]);
  }
}
