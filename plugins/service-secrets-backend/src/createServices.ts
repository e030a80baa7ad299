import {
  KubernetesService,
  LeaseReader,
  LeaseReaderOptions,
  Mounted,
  VaultService,
} from 'backstage-plugin-service-secrets-node';

import { StaleAnswers } from './collect/StaleAnswers';
import { ServiceSecretsConfig } from './config';
import { CachedReportService } from './serve/CachedReportService';
import { HealthService } from './serve/HealthService';
import { DefaultReportService } from './serve/ReportService';

/** What the services stand on. */
export interface ServicesOptions {
  readonly config: ServiceSecretsConfig;
  readonly vault: VaultService;
  readonly kubernetes: KubernetesService;
  readonly clock: () => Date;
  /** Bounds of reading leases; each has a default. */
  readonly leases?: LeaseReaderOptions;
}

/** One reader per instance, made when first needed, so that what it knows of leases is shared. */
function leaseSources(
  vault: VaultService,
  bounds?: LeaseReaderOptions,
): (instance: string) => LeaseReader | undefined {
  const readers = new Map<string, LeaseReader>();
  return name => {
    const known = readers.get(name);
    const instance = vault.instance(name);
    if (known || !instance) return known;
    const reader = new LeaseReader(instance.reader, bounds);
    readers.set(name, reader);
    return reader;
  };
}

const HEALTH_DEADLINE_MS = 5000;

/** Joins the stages: collect, resolve, assess, and the cache around them. */
export function createServices(options: ServicesOptions): {
  readonly reports: CachedReportService;
  readonly health: HealthService;
  /** The times of the leases of a role are no longer what was read. */
  readonly forgetLeases: (instance: string, role: Mounted) => void;
} {
  const { config, vault, kubernetes, clock } = options;
  const leases = leaseSources(vault, options.leases);
  const inner = new DefaultReportService({
    ...config,
    vault,
    kubernetes,
    clock,
    leases,
    staleAnswers: new StaleAnswers({ maxAgeMs: config.cache.staleMs }),
  });
  const maxAgeMs = config.cache.reportMs;
  return {
    reports: new CachedReportService(inner, { maxAgeMs, clock }),
    health: new HealthService({
      vault,
      kubernetes,
      deadlineMs: HEALTH_DEADLINE_MS,
    }),
    forgetLeases: (instance, role) => leases(instance)?.forget(role),
  };
}
