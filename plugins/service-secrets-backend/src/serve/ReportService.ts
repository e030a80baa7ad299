import {
  DeniedClaim,
  ServiceBinding,
} from 'backstage-plugin-service-secrets-common';

import { Assessment, assessService } from '../assess/assessService';
import { Thresholds } from '../assess/thresholds';
import { BindOptions, bindService } from '../bind/bindService';
import { EnvironmentBinding } from '../bind/EnvironmentBinding';
import { CollectOptions, collectSnapshot } from '../collect/collectSnapshot';
import { resolveService } from '../resolve/resolveService';
import { ServiceView } from '../resolve/ServiceView';

/** One environment, seen and judged. Internal: `toApi` decides what of it may leave. */
export interface EnvironmentState {
  readonly view: ServiceView;
  readonly assessment: Assessment;
}

/** A service in all its environments, and the claims nothing confirms. */
export interface ServiceState {
  readonly entityRef: string;
  readonly environments: readonly EnvironmentState[];
  readonly denied: readonly DeniedClaim[];
}

/** How fresh an answer must be. */
export interface ReadOptions {
  /** Ask again, even when an answer is at hand. */
  readonly fresh?: boolean;
}

/** Reads the state of a service. Whether the caller may see it is decided before. */
export interface ReportService {
  read(binding: ServiceBinding, options?: ReadOptions): Promise<ServiceState>;
}

/** Binds, collects, resolves and assesses, every time it is asked. */
export class DefaultReportService implements ReportService {
  constructor(
    private readonly options: BindOptions &
      CollectOptions & { readonly thresholds: Thresholds },
  ) {}

  async read(binding: ServiceBinding): Promise<ServiceState> {
    const { confirmed, denied } = await bindService(binding, this.options);
    const environments = await Promise.all(
      confirmed.map(environment => this.readEnvironment(environment)),
    );
    return { entityRef: binding.entityRef, environments, denied };
  }

  private async readEnvironment(
    binding: EnvironmentBinding,
  ): Promise<EnvironmentState> {
    const { thresholds, clock } = this.options;
    const snapshot = await collectSnapshot(binding, this.options);
    const now = clock();
    const times = { ...thresholds, now };
    const view = resolveService({ binding, snapshot, times });
    return { view, assessment: assessService({ view, now, thresholds }) };
  }
}
