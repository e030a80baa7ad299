import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  RetireImpact,
  RetireResult,
} from 'backstage-plugin-service-secrets-common';
import { UpstreamError } from 'backstage-plugin-service-secrets-node';

import { checkMode, WritingOptions } from './ApplyService';
import {
  Found,
  findServiceObjects,
  knownNames,
  pathsOf,
  Search,
  stayingNamespaces,
} from './findServiceObjects';
import { Hold } from './Guard';
import {
  clusterProvisionerOf,
  Place,
  provisionerOf,
  systemsOf,
} from './Places';
import { Remover } from './Remover';
import { removeService } from './removeService';

/** What a retirement may do. */
export interface RetireWishes {
  readonly dryRun?: boolean;
  readonly confirmed?: boolean;
  readonly removeManifests?: boolean;
  /** Aborted when the caller cancels: then it stops before its next change. */
  readonly signal?: AbortSignal;
}

/** Pods that run as the service; without an answer of the cluster nobody knows. */
type Users =
  | { readonly pods: readonly string[] }
  | { readonly unknown: string };

async function podsOf({ names }: Found, { cluster }: Place): Promise<string[]> {
  const { api, provisioner } = cluster;
  const pods: string[] = [];
  for (const { namespace, name } of names) {
    if (provisioner) {
      pods.push(...(await provisioner.podsOf({ namespace, name })));
      continue;
    }
    const workloads = await api.workloads(namespace, [{ name }]);
    const found = await api.pods(namespace, workloads);
    pods.push(...found.map(pod => pod.name));
  }
  return pods;
}

async function usersOf(found: Found, place: Place): Promise<Users> {
  try {
    return { pods: await podsOf(found, place) };
  } catch (error) {
    if (error instanceof UpstreamError) return { unknown: error.message };
    throw error;
  }
}

async function leasesOf({ vault }: Found, place: Place): Promise<number> {
  let leases = 0;
  for (const object of vault) {
    if (object.kind !== 'database-role') continue;
    leases += (await provisionerOf(place).leaseIds(object)).length;
  }
  return leases;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** What goes, and what still uses it; what cannot be told counts as used. */
function impactOf(
  found: Found,
  seen: {
    readonly entityRef: string;
    readonly environment: string;
    readonly leases: number;
    readonly users: Users;
  },
): RetireImpact {
  const { users, leases, ...service } = seen;
  const pods = 'pods' in users ? [...users.pods] : [];
  const podsUnknown = 'unknown' in users ? users.unknown : undefined;
  const objects = pathsOf(found);
  const stays = stayingNamespaces(found);
  const goes = `${counted(objects.length, 'object')} would go${
    stays.length > 0 ? ` (${stays.join(', ')} stays)` : ''
  }`;
  const isUsed = leases > 0 || pods.length > 0;
  const using = isUsed
    ? `${goes}, while ${counted(pods.length, 'pod')} and ${counted(
        leases,
        'lease',
      )} still use them`
    : `${goes}; nothing uses them any more`;
  const sentence =
    podsUnknown === undefined
      ? using
      : `${goes}. ${counted(
          leases,
          'lease',
        )} would end, and whether pods still use them cannot be told: ${podsUnknown}`;
  return {
    ...{ ...service, objects, leases, pods },
    ...(podsUnknown !== undefined && { podsUnknown }),
    ...{ inUse: isUsed || podsUnknown !== undefined, sentence },
  };
}

/** Takes a service's credentials away, after it has said who still uses them. */
export class RetireService {
  constructor(private readonly options: WritingOptions) {}

  async retire(search: Search, wishes: RetireWishes): Promise<RetireResult> {
    const { config, guard, ledger } = this.options;
    if (!wishes.dryRun) checkMode(config);
    if (wishes.removeManifests && !wishes.dryRun) {
      this.checkManifests(search.place);
    }
    const vault = provisionerOf(search.place);
    try {
      if (wishes.dryRun) {
        const { impact } = await this.look(search);
        return { impact, removed: [], leftOvers: [] };
      }
      const locked = {
        entityRef: search.service.entityRef,
        ...systemsOf(search.place),
        signal: wishes.signal,
        names: () => knownNames(ledger, search),
      };
      return await guard.service(locked, hold =>
        this.takeAway(search, wishes, hold),
      );
    } finally {
      await vault.close().catch(() => undefined);
    }
  }

  private checkManifests(place: Place): void {
    if (!this.options.config.applyManifests) {
      throw new NotAllowedError(
        'The operator lets nothing be changed in the cluster from here (serviceSecrets.provision.applyManifests)',
      );
    }
    clusterProvisionerOf(place);
  }

  private removerFor({ place, service }: Search): Remover {
    return new Remover({
      owner: service,
      vault: provisionerOf(place),
      cluster: place.cluster.provisioner,
      exclusively: (connection, work) =>
        this.options.guard.connection(place.instance.name, connection, work),
    });
  }

  private async look(
    search: Search,
  ): Promise<{ found: Found; impact: RetireImpact; remover: Remover }> {
    const remover = this.removerFor(search);
    const found = await findServiceObjects(search, {
      ...this.options,
      remover,
    });
    const { entityRef, environment } = search.service;
    if (found.names.length === 0) {
      throw new NotFoundError(
        `Nothing is known of ${entityRef} in ${environment}: no run provisioned it, and the catalog names no namespace of it that an offer or a rule confirms`,
      );
    }
    const leases = await leasesOf(found, search.place);
    const impact = impactOf(found, {
      ...{ entityRef, environment, leases },
      users: await usersOf(found, search.place),
    });
    return { found, impact, remover };
  }

  private async takeAway(
    search: Search,
    wishes: RetireWishes,
    hold: Hold,
  ): Promise<RetireResult> {
    const { found, impact, remover } = await this.look(search);
    if (impact.inUse && !wishes.confirmed) {
      throw new ConflictError(
        `Nothing was removed. ${impact.sentence}${
          impact.pods.length > 0 ? ` (${impact.pods.join(', ')})` : ''
        }. Confirm to retire the service all the same`,
      );
    }
    const outcome = await removeService(found, {
      ...{ remover, hold },
      vault: provisionerOf(search.place),
      removeManifests: wishes.removeManifests ?? false,
    });
    if (outcome.complete) {
      for (const { id } of found.runs) {
        await this.options.ledger.setRunState(
          id,
          'retired',
          this.options.clock(),
        );
      }
    }
    const { revokedLeases, removed, leftOvers, complete } = outcome;
    // When all that can go is gone, it was seen that no lease is left.
    const endedLeases = complete
      ? Math.max(0, impact.leases - revokedLeases)
      : 0;
    return { impact, revokedLeases, endedLeases, removed, leftOvers };
  }
}
