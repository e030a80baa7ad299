import { Ability, Operations } from 'backstage-plugin-service-secrets-common';
import type {
  KubernetesService,
  VaultService,
} from 'backstage-plugin-service-secrets-node';

import { ServiceState } from '../serve/ReportService';
import { withoutClusterOperator } from './CertificateOperations';
import { withoutOperator } from './LeaseOperations';

function ability(isThere: boolean, reason: string): Ability {
  return isThere ? { allowed: true } : { allowed: false, reason };
}

/** What may be done with a service, by environment; `refusal` says why its caller may do nothing. */
export function abilitiesOf(
  { environments }: ServiceState,
  upstreams: {
    readonly vault: VaultService;
    readonly kubernetes: KubernetesService;
  },
  refusal: string | undefined,
): Operations {
  const { vault, kubernetes } = upstreams;
  return {
    items: environments.map(({ view }) => {
      const { environment, instance, cluster } = view.binding;
      if (refusal !== undefined) {
        const none = { allowed: false, reason: refusal };
        return { environment, leases: none, certificates: none };
      }
      return {
        environment,
        leases: ability(
          vault.instance(instance)?.operator !== undefined,
          withoutOperator(instance),
        ),
        certificates: ability(
          kubernetes.cluster(cluster)?.operator !== undefined,
          withoutClusterOperator(cluster),
        ),
      };
    }),
  };
}
