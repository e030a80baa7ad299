import type { ServiceBinding } from 'backstage-plugin-service-secrets-common';

import { Moment } from '../records';
import { FleetEntity } from './FleetEntity';
import { SharedClusters } from './shareClusterReads';
import { SharedVault } from './shareReads';

/** What the services of a collection ask Vault and Kubernetes together. */
export class FleetReads {
  constructor(
    readonly vault: SharedVault,
    readonly kubernetes: SharedClusters,
  ) {}

  /** Before services are read; `since` when somebody wants nothing that was read earlier. */
  begin(entities: readonly FleetEntity[], since?: Moment): void {
    this.vault.begin(since);
    this.kubernetes.begin(since);
    const bindings = entities.flatMap(({ binding }) =>
      binding.kind === 'bound' ? binding.binding : [],
    );
    const namespaces = bindings.flatMap(({ claims }) =>
      claims.map(({ namespace }) => namespace),
    );
    this.kubernetes.expect(new Set(namespaces));
  }

  /** The service is read anew: it changed, or something of it is broken. */
  forget(binding: ServiceBinding): void {
    this.vault.forget(binding);
    this.kubernetes.forget(binding);
  }
}
