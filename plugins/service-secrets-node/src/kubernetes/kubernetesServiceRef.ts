import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';

import { readUpstreamConfig } from '../config';
import { makeKubernetesService } from './makeKubernetesService';
import type { KubernetesService } from './KubernetesService';

/** Access to the configured clusters. */
export const kubernetesServiceRef = createServiceRef<KubernetesService>({
  id: 'service-secrets.kubernetes',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        lifecycle: coreServices.lifecycle,
      },
      async factory({ config, lifecycle }) {
        const { clusters } = readUpstreamConfig(config);
        const kubernetes = await makeKubernetesService(clusters);
        lifecycle.addShutdownHook(() => kubernetes.close());
        return kubernetes;
      },
    }),
});
