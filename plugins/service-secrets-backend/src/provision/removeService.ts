import { RetireResult } from 'backstage-plugin-service-secrets-common';
import {
  DesiredObject,
  DesiredRole,
  VaultProvisionerApi,
} from 'backstage-plugin-service-secrets-node';

import { objectPath } from './describeChange';
import { Found } from './findServiceObjects';
import { Hold } from './Guard';
import { describeRef } from './manifestSteps';
import { Removal, Remover } from './Remover';
import { revokeLeases } from './revokeLeases';

/** What removing a service needs. */
export interface RemoveServiceOptions {
  readonly remover: Remover;
  readonly vault: VaultProvisionerApi;
  readonly removeManifests: boolean;
  /** Keeps the service ours to change. */
  readonly hold: Hold;
}

/** What went, what is left, and whether what is left still needs another attempt. */
export interface Outcome {
  readonly revokedLeases: number;
  readonly removed: string[];
  readonly leftOvers: RetireResult['leftOvers'];
  readonly complete: boolean;
}

/** Goes through what was found in the one order in which nobody gets a new credential half-way. */
class ServiceRemoval {
  readonly removed: string[] = [];
  readonly leftOvers: RetireResult['leftOvers'] = [];
  /** Left for good: no reason to try again. */
  readonly staying: RetireResult['leftOvers'] = [];
  revokedLeases = 0;
  /** Policies that what is left still needs to be known as ours. */
  private readonly needed = new Set<string>();

  constructor(
    private readonly found: Found,
    private readonly options: RemoveServiceOptions,
  ) {}

  /** Nobody can log in, and nobody who is logged in gets a new credential. */
  async freeze(): Promise<void> {
    await this.removeKinds(['auth-role']);
    for (const allowed of this.found.allowedRoles) {
      await this.options.hold.extend();
      this.note(await this.options.remover.removeAllowedRole(allowed));
    }
  }

  async removeManifests(): Promise<void> {
    for (const ref of [...this.found.manifests].reverse()) {
      await this.options.hold.extend();
      this.note(
        this.options.removeManifests || ref.kind === 'Namespace'
          ? await this.options.remover.removeManifest(ref)
          : {
              kind: 'left',
              what: describeRef(ref),
              reason: 'Its removal was not asked for',
            },
      );
    }
  }

  /** A role whose leases could not be ended stays: Vault needs it to try again. */
  async removeDatabaseRoles(): Promise<void> {
    for (const role of this.ofKinds(['database-role'])) {
      await this.options.hold.extend();
      const { revoked, leftOvers } = await revokeLeases(role, this.options);
      this.revokedLeases += revoked;
      this.leftOvers.push(...leftOvers);
      if (leftOvers.length === 0) {
        await this.removeOne(role);
        continue;
      }
      const reason = 'Vault needs it to end the leases that are left';
      this.note({ kind: 'left', what: objectPath(role), reason });
      this.needed.add(role.anchor);
    }
  }

  async removeKinds(kinds: readonly DesiredObject['kind'][]): Promise<void> {
    for (const object of this.found.vault) {
      if (kinds.includes(object.kind)) await this.removeOne(object);
    }
  }

  async removePolicies(): Promise<void> {
    for (const object of this.found.vault) {
      if (object.kind !== 'policy') continue;
      if (this.needed.has(object.name)) {
        const reason = 'What else is left needs it';
        this.note({ kind: 'left', what: objectPath(object), reason });
      } else await this.removeOne(object);
    }
  }

  /** Not ours to remove, and not gone with what was ours. */
  reportUsers(): void {
    for (const { name, mount } of this.ofKinds(['static-role'])) {
      const username = name.slice(name.indexOf('_') + 1);
      this.leftOvers.push({
        what: `database user ${username}`,
        reason: `It was there before ${mount}/static-roles/${name} rotated its password, and stays with the last one`,
      });
    }
  }

  private ofKinds(kinds: readonly DesiredRole['kind'][]): DesiredRole[] {
    return this.found.vault.filter(
      (object): object is DesiredRole =>
        object.kind !== 'policy' && kinds.includes(object.kind),
    );
  }

  private async removeOne(object: DesiredObject): Promise<void> {
    await this.options.hold.extend();
    const removal = await this.options.remover.removeObject(object);
    this.note(removal);
    // A place that holds secrets carries its own marker; the policy is not needed for it.
    if (removal.kind === 'left' && object.kind !== 'kv-placeholder') {
      this.needed.add(object.anchor);
    }
  }

  private note(removal: Removal): void {
    if (removal.kind === 'removed') this.removed.push(removal.what);
    if (removal.kind === 'left') {
      const { what, reason } = removal;
      this.leftOvers.push({ what, reason });
    }
    if (removal.kind === 'stays') {
      const { what, reason } = removal;
      this.staying.push({ what, reason });
    }
  }
}

/** Freezes, revokes, proves that no lease is left, then removes roles and, last, the policies that say whose it all is. */
export async function removeService(
  found: Found,
  options: RemoveServiceOptions,
): Promise<Outcome> {
  const removal = new ServiceRemoval(found, options);
  await removal.freeze();
  await removal.removeManifests();
  await removal.removeDatabaseRoles();
  await removal.removeKinds(['static-role', 'pki-role', 'kv-placeholder']);
  await removal.removePolicies();
  const complete = removal.leftOvers.length === 0;
  removal.reportUsers();
  const { removed, revokedLeases, leftOvers, staying } = removal;
  return {
    ...{ removed, revokedLeases, complete },
    leftOvers: [...leftOvers, ...staying, ...found.notOurs],
  };
}
