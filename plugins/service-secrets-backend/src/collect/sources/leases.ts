import type {
  IrrevocableLease,
  Lease,
  Mounted,
  VaultApi,
} from 'backstage-plugin-service-secrets-node';

import { SourceFailure } from '../failure';
import { LeaseSource } from '../LeaseSource';
import { Parts } from '../Parts';
import { Read } from '../SourceResult';

/** The leases of one database role. */
export interface RoleLeasesAnswer {
  readonly at: Mounted;
  readonly total: number;
  readonly looked: number;
  readonly leases: readonly Lease[];
}

/** The leases of the service's database roles. */
export interface LeasesAnswer {
  readonly roles: readonly RoleLeasesAnswer[];
  /** Those of the service's roles only. */
  readonly irrevocable: Read<readonly IrrevocableLease[]>;
}

async function readRole(
  source: LeaseSource,
  at: Mounted,
): Promise<RoleLeasesAnswer> {
  const { total, leases } = await source.read(at);
  return { at, total, leases, looked: leases.length };
}

/**
 * Which leases are live? Listing the irrevocable ones needs a rule of its
 * own, so it is a part: without it the rest is still worth showing.
 */
export async function askLeases(
  { vault, leases }: { vault: VaultApi; leases: LeaseSource },
  roles: readonly Mounted[],
  target: string,
): Promise<{ data: LeasesAnswer; partial?: SourceFailure }> {
  if (roles.length === 0) return { data: { roles: [], irrevocable: [] } };
  const parts = new Parts(target);
  const [read, irrevocable] = await Promise.all([
    Promise.all(roles.map(at => readRole(leases, at))),
    parts.read(() => vault.irrevocableLeases()),
  ]);
  const prefixes = roles.map(({ mount, name }) => `${mount}/creds/${name}/`);
  const ours =
    irrevocable === 'unreadable'
      ? irrevocable
      : irrevocable.filter(({ id }) =>
          prefixes.some(prefix => id.startsWith(prefix)),
        );
  return { data: { roles: read, irrevocable: ours }, partial: parts.failure };
}
