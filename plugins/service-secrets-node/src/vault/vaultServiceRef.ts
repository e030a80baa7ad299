import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';

import { readUpstreamConfig } from '../config';
import { makeVaultService } from './makeVaultService';
import type { VaultService } from './VaultService';

/** Access to the configured Vault instances. */
export const vaultServiceRef = createServiceRef<VaultService>({
  id: 'service-secrets.vault',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        lifecycle: coreServices.lifecycle,
      },
      async factory({ config, lifecycle }) {
        const { instances } = readUpstreamConfig(config);
        const vault = await makeVaultService(instances);
        lifecycle.addShutdownHook(() => vault.close());
        return vault;
      },
    }),
});
