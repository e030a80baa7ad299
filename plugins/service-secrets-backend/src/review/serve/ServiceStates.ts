import type {
  BackstageCredentials,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import {
  Health,
  MOST_SERVICES_IN_STATE,
  readServiceBinding,
  ServicesInState,
  ServiceState,
  ServiceStates as Answer,
} from 'backstage-plugin-service-secrets-common';

import type { EntityAccess } from '../../serve/EntityAccess';
import { RowStore } from '../FleetStore';
import { RowRecord, rowIdOf } from '../records';

type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

/** What telling states needs. */
export interface ServiceStatesOptions {
  readonly rows: Pick<RowStore, 'rows'>;
  readonly access: Pick<EntityAccess, 'readable'>;
  /** The operator's names; a service has a row in each of its own. */
  readonly environments: readonly string[];
  readonly clock: () => Date;
}

/** How many services are put before the catalog and the permission framework at once. */
const CHUNK = 500;
/** How many services are looked at for one list, so that a caller who may read few of very many waits not forever. */
const MOST_LOOKED_AT = 10_000;

/** The row of a service whose annotations cannot be read. */
const NO_ENVIRONMENT = '';

/** The rows of every service, the worst environment first, and the worst service first. */
function byService(rows: readonly RowRecord[]): Map<string, RowRecord[]> {
  const services = new Map<string, RowRecord[]>();
  for (const row of [...rows].sort((a, b) =>
    a.worstKey < b.worstKey ? -1 : 1,
  )) {
    const known = services.get(row.entityRef);
    if (known) known.push(row);
    else services.set(row.entityRef, [row]);
  }
  return services;
}

function toState(rows: readonly RowRecord[]): ServiceState {
  const [worst] = rows;
  const { entityRef, health, sentence, environment, collectedAt } = worst;
  const [nextExpiry] = rows
    .flatMap(row => row.nextExpiry ?? [])
    .sort((a, b) => a.at.localeCompare(b.at));
  return {
    entityRef,
    health,
    sentence,
    environment,
    nextExpiry,
    collectedAt:
      collectedAt === undefined
        ? undefined
        : new Date(collectedAt).toISOString(),
    stale: rows.some(({ stale }) => stale),
  };
}

/** Annotations may be gone since the last collection; a service without them has no report either. */
function isBound(entity: Entity): boolean {
  return readServiceBinding(entity).kind !== 'unbound';
}

/**
 * Tells how services are, from the fleet's memory alone, to those who may read
 * their reports. What is not in the fleet or not for the caller is left out,
 * so that the two cannot be told apart.
 */
export class ServiceStates {
  constructor(private readonly options: ServiceStatesOptions) {}

  /** The states of the named services. */
  async of(
    asked: readonly string[],
    credentials: UserCredentials,
  ): Promise<Answer> {
    const { rows, access, environments } = this.options;
    const entityRefs = [
      ...new Set(asked.map(ref => ref.toLocaleLowerCase('en-US'))),
    ];
    const readable = await access.readable(entityRefs, credentials);
    const ids = [...readable]
      .filter(([, entity]) => isBound(entity))
      .flatMap(([ref]) =>
        [...environments, NO_ENVIRONMENT].map(name => rowIdOf(ref, name)),
      );
    const known = ids.length > 0 ? await rows.rows(ids) : [];
    return {
      servedAt: this.servedAt(),
      items: [...byService(known).values()].map(toState),
    };
  }

  /** The services whose worst environment is in one of these states. */
  async inState(
    health: readonly Health[],
    credentials: UserCredentials,
  ): Promise<ServicesInState> {
    const services = byService(await this.options.rows.rows());
    const fitting = [...services.values()]
      .map(([worst]) => worst)
      .filter(worst => health.includes(worst.health));
    const items: ServicesInState['items'] = [];
    const most = Math.min(fitting.length, MOST_LOOKED_AT);
    let looked = 0;
    while (looked < most && items.length <= MOST_SERVICES_IN_STATE) {
      const chunk = fitting.slice(looked, Math.min(looked + CHUNK, most));
      looked += chunk.length;
      items.push(...(await this.readableOf(chunk, credentials)));
    }
    return {
      servedAt: this.servedAt(),
      items: items.slice(0, MOST_SERVICES_IN_STATE),
      complete:
        looked === fitting.length && items.length <= MOST_SERVICES_IN_STATE,
    };
  }

  private async readableOf(
    rows: readonly RowRecord[],
    credentials: UserCredentials,
  ): Promise<ServicesInState['items']> {
    const readable = await this.options.access.readable(
      rows.map(({ entityRef }) => entityRef),
      credentials,
    );
    return rows.flatMap(({ entityRef, health }) => {
      const entity = readable.get(entityRef);
      if (!entity || !isBound(entity)) return [];
      return [{ entityRef, uid: entity.metadata.uid, health }];
    });
  }

  private servedAt(): string {
    return this.options.clock().toISOString();
  }
}
