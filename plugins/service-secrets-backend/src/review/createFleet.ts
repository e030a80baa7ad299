import type {
  AuditorService,
  AuthService,
  HttpAuthService,
  LifecycleService,
  LoggerService,
  PermissionsService,
  RootConfigService,
  SchedulerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import { fleetSignalChannel } from 'backstage-plugin-service-secrets-common';
import type {
  KubernetesService,
  VaultService,
} from 'backstage-plugin-service-secrets-node';
import type { Knex } from 'knex';

import { readServiceSecretsConfig } from '../config';
import { createServices } from '../createServices';
import { EntityAccess } from '../serve/EntityAccess';
import { FleetAccess } from '../serve/FleetAccess';
import { ApiRoutes } from '../serve/openapi/ApiPart';
import { DayKeeper } from './collection/DayKeeper';
import { FleetCollector } from './collection/FleetCollector';
import { FleetReads } from './collection/FleetReads';
import { FleetMetrics } from './collection/FleetMetrics';
import { InventoryKeeper } from './collection/InventoryKeeper';
import { listEntities } from './collection/listEntities';
import { NoticeSender } from './collection/NoticeSender';
import { ServiceCollector } from './collection/ServiceCollector';
import { shareClusterReads } from './collection/shareClusterReads';
import { shareReads } from './collection/shareReads';
import { CollectionConfig, FleetConfig, readFleetConfig } from './config';
import { FleetStore } from './FleetStore';
import { FleetReader } from './serve/FleetReader';
import { fleetRoutes } from './serve/fleetRoutes';
import { MuteService } from './serve/MuteService';
import { ReviewService } from './serve/ReviewService';
import { ServiceStates } from './serve/ServiceStates';
import { statesRoutes } from './serve/statesRoutes';
import { openFleetStore } from './store/openFleetStore';

/** What the fleet stands on. */
export interface FleetDependencies {
  readonly auditor: AuditorService;
  readonly auth: AuthService;
  readonly catalog: CatalogService;
  readonly httpAuth: HttpAuthService;
  readonly kubernetes: KubernetesService;
  readonly lifecycle: LifecycleService;
  readonly logger: LoggerService;
  readonly metrics: MetricsService;
  readonly notifications: NotificationService;
  readonly permissions: PermissionsService;
  readonly rootConfig: RootConfigService;
  readonly scheduler: SchedulerService;
  readonly signals: SignalsService;
  readonly userInfo: UserInfoService;
  readonly vault: VaultService;
  readonly openDatabase: () => Promise<Knex>;
}

/** The fleet, ready to be asked; it collects once it is scheduled. */
export interface Fleet {
  readonly routes: readonly ApiRoutes[];
  readonly access: FleetAccess;
  readonly reader: FleetReader;
  schedule(): Promise<void>;
}

const SHARED_MS = 60_000;
const SECOND = 1000;

/**
 * A collection counts leases; it need not see a renewal at once, and reads
 * more roles than anybody looks at. What it knows of a lease holds until the
 * last third of the time the lease has left.
 */
const leases = { maxAgeMs: 6 * 3600 * SECOND, roles: 20_000 };
const clock = () => new Date();

/** What the services of a collection ask together. */
function fleetReads(
  { vault, kubernetes, logger }: FleetDependencies,
  { inventoryMs }: CollectionConfig,
): FleetReads {
  const shared = { maxAgeMs: SHARED_MS, clock };
  return new FleetReads(
    shareReads(vault, { ...shared, rolesMs: inventoryMs }),
    shareClusterReads(kubernetes, { ...shared, kindsMs: inventoryMs, logger }),
  );
}

function createCollector(
  deps: FleetDependencies,
  { collection, notices }: FleetConfig,
  { store, metrics }: { store: FleetStore; metrics: FleetMetrics },
): FleetCollector {
  const { logger, notifications, signals } = deps;
  const reads = fleetReads(deps, collection);
  const { vault, kubernetes } = reads;
  const config = readServiceSecretsConfig(deps.rootConfig);
  const { reports } = createServices({
    ...deps,
    // Whoever asks for a collection wants no answer of before.
    config: { ...config, cache: { ...config.cache, reportMs: 0 } },
    vault,
    kubernetes,
    clock,
    leases,
  });
  return new FleetCollector({
    store,
    clock,
    logger,
    config: collection,
    reads,
    services: new ServiceCollector({ store, reports, clock }),
    list: () => listEntities(deps),
    after: [
      new InventoryKeeper({ ...collection, store, vault, clock }),
      new DayKeeper({ store, clock, keepMs: collection.keepMs }),
      new NoticeSender({
        notifications,
        clock,
        logger,
        config: notices,
        mutes: store.mutes,
        platformGroups: config.access.platformGroups,
      }),
    ],
    onProgress: run => {
      metrics.note(run);
      const { state, collected, services } = run;
      signals
        .publish({
          recipients: { type: 'broadcast' },
          channel: fleetSignalChannel,
          // Only that something changed: whoever may see it asks for it.
          message: { state, collected, services },
        })
        .catch(() => logger.debug('The signal of a collection was not sent'));
    },
  });
}

/** Joins the fleet's parts. Nothing is asked of anybody before it is scheduled. */
export function createFleet(deps: FleetDependencies): Fleet {
  const { lifecycle, logger, scheduler } = deps;
  const config = readFleetConfig(deps.rootConfig);
  const store = openFleetStore(deps.openDatabase);
  const { access, environments } = readServiceSecretsConfig(deps.rootConfig);
  const fleetAccess = new FleetAccess({ ...deps, access });
  const { everyMs, keepMs, timeoutMs } = config.collection;
  const reader = new FleetReader({ store, clock, everyMs, keepMs });
  const metrics = new FleetMetrics({ metrics: deps.metrics, reader, clock });
  const collector = createCollector(deps, config, { store, metrics });
  const stop = new AbortController();
  lifecycle.addShutdownHook(() => stop.abort());

  const collectNow = async (by: string) => {
    await store.runs.request({ by, at: clock().getTime() });
    // Not awaited: a collection takes longer than anybody waits for an answer.
    collector
      .tick(stop.signal)
      .catch(() => logger.error('The collection could not be started'));
  };
  const schedule = async () => {
    if (!config.enabled) return;
    await scheduler.scheduleTask({
      id: 'collect-fleet',
      // More often than it is due, so that what a replica left half done goes on soon.
      frequency: { milliseconds: Math.min(everyMs / 5, 60 * SECOND) },
      timeout: { milliseconds: timeoutMs },
      initialDelay: { milliseconds: Math.min(everyMs / 5, 15 * SECOND) },
      // On every replica: the turn in the database is the lock over all of them. The scheduler's own
      // lock would hold for the whole timeout after its holder died; the turn ends with its lease.
      scope: 'local',
      signal: stop.signal,
      fn: async signal => {
        await collector.tick(signal);
      },
    });
  };
  const reviews = new ReviewService({ store, clock });
  const mutes = new MuteService({ store, clock });
  const states = new ServiceStates({
    rows: store.rows,
    access: new EntityAccess({ ...deps, access }),
    environments: environments.map(({ name }) => name),
    clock,
  });
  const asked = { ...deps, access: fleetAccess, reader, reviews, mutes };
  const routes = [
    fleetRoutes({ ...asked, collectNow, clock }),
    statesRoutes({ ...deps, states }),
  ];
  return { routes, access: fleetAccess, reader, schedule };
}
