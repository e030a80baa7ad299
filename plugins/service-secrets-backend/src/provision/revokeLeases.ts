import {
  UpstreamError,
  VaultProvisionerApi,
} from 'backstage-plugin-service-secrets-node';

import { Hold } from './Guard';

/** Rounds until a role has no leases; a pod that still holds a token may ask for a new one in between. */
const ROUNDS = 3;

/** Which leases are gone, and which are not and why. */
export interface Revocation {
  readonly revoked: number;
  readonly leftOvers: { what: string; reason: string }[];
}

/** The end of a lease id: enough to find it, not enough to use it. */
function shortId(id: string): string {
  return `…${id.slice(-8)}`;
}

/** Why a lease could not be revoked; undefined when it was. */
async function failureOf(
  vault: VaultProvisionerApi,
  id: string,
): Promise<string | undefined> {
  try {
    await vault.revokeLease(id);
    return undefined;
  } catch (error) {
    if (error instanceof UpstreamError) return error.message;
    throw error;
  }
}

/** What revoking needs. */
export interface RevokeOptions {
  readonly vault: VaultProvisionerApi;
  /** There may be thousands of leases: the service stays ours to change meanwhile, or this stops. */
  readonly hold: Pick<Hold, 'keep'>;
}

/** Revokes the leases of a database role one by one, and looks whether none is left. */
export async function revokeLeases(
  role: { mount: string; name: string },
  { vault, hold }: RevokeOptions,
): Promise<Revocation> {
  const failed = new Map<string, string>();
  let revoked = 0;
  let left = await vault.leaseIds(role);
  for (let round = 0; round < ROUNDS && left.length > 0; round += 1) {
    for (const id of left.filter(each => !failed.has(each))) {
      await hold.keep();
      const failure = await failureOf(vault, id);
      if (failure) failed.set(id, failure);
      else revoked += 1;
    }
    left = await vault.leaseIds(role);
  }
  return {
    revoked,
    leftOvers: left.map(id => ({
      what: `lease ${shortId(id)} of ${role.mount}/${role.name}`,
      reason: `${
        failed.get(id) ?? 'It came into being while others were revoked'
      }; its database user is possibly still there`,
    })),
  };
}
