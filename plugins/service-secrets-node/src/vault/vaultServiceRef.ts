import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';

import { readUpstreamConfig } from '../config';
import { makeVaultService } from './makeVaultService';
import type { VaultApi, VaultOperatorApi } from './VaultApi';

/** Default mounts of an instance: where a name without a mount is looked for. */
export interface InstanceMounts {
  readonly database: string;
  readonly kubernetesAuth: string;
  readonly pki: string;
}

/** One Vault instance the operator configured. */
export interface VaultInstance {
  readonly name: string;
  readonly reader: VaultApi;
  /** Absent when the operator configured no login for it. */
  readonly operator?: VaultOperatorApi;
  readonly mounts: InstanceMounts;
}

/** The Vault instances of this Backstage. */
export interface VaultService {
  names(): string[];
  instance(name: string): VaultInstance | undefined;
}

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
