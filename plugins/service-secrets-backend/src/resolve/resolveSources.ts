import {
  SourceName,
  sourceNames,
  SourceStatus,
} from 'backstage-plugin-service-secrets-common';

import { EnvironmentBinding } from '../bind/EnvironmentBinding';
import { SourceFailure } from '../collect/failure';
import { ServiceSnapshot } from '../collect/ServiceSnapshot';
import { SourceResult } from '../collect/SourceResult';

const systems: Readonly<Record<SourceName, SourceStatus['system']>> = {
  workloads: 'kubernetes',
  serviceAccount: 'kubernetes',
  events: 'kubernetes',
  deliveries: 'kubernetes',
  certificates: 'kubernetes',
  authRole: 'vault',
  policies: 'vault',
  databaseRoles: 'vault',
  leases: 'vault',
  pki: 'vault',
};

function failureOf(result: SourceResult<unknown>): SourceFailure | undefined {
  return result.state === 'ok' ? result.partial : result.failure;
}

/** How each source of a snapshot fares. A source with a missing part counts as failed, with its data shown. */
export function resolveSources(
  snapshot: ServiceSnapshot,
  binding: EnvironmentBinding,
): SourceStatus[] {
  return sourceNames.map(name => {
    const result: SourceResult<unknown> = snapshot[name];
    const failure = failureOf(result);
    const partial = result.state === 'ok' && failure !== undefined;
    const system = systems[name];
    return {
      name,
      system,
      target: system === 'vault' ? binding.instance : binding.cluster,
      state: partial ? 'failed' : result.state,
      fetchedAt:
        result.state === 'failed' ? undefined : result.fetchedAt.toISOString(),
      failure: failure && { ...failure },
    };
  });
}
