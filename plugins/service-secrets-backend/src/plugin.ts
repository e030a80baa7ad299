import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { serviceSecretsPermissions } from 'backstage-plugin-service-secrets-common';
import {
  kubernetesServiceRef,
  vaultServiceRef,
} from 'backstage-plugin-service-secrets-node';

import { readServiceSecretsConfig } from './config';
import { createServices } from './createServices';
import { EntityAccess } from './serve/EntityAccess';
import { describeTrouble } from './serve/HealthService';
import { LeaseHandles } from './serve/LeaseHandles';
import { createRouter } from './serve/router';
import { serviceRoutes } from './serve/serviceRoutes';

/** Serves reports of services: their database roles, leases and certificates. */
export const serviceSecretsPlugin = createBackendPlugin({
  pluginId: 'service-secrets',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        catalog: catalogServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        kubernetes: kubernetesServiceRef,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootConfig: coreServices.rootConfig,
        userInfo: coreServices.userInfo,
        vault: vaultServiceRef,
      },
      async init(deps) {
        const config = readServiceSecretsConfig(deps.rootConfig);
        const clock = () => new Date();
        const services = createServices({ ...deps, config, clock });
        deps.permissionsRegistry.addPermissions(serviceSecretsPermissions);
        deps.httpRouter.use(
          createRouter({
            logger: deps.logger,
            routes: [
              serviceRoutes({
                ...deps,
                ...services,
                clock,
                access: new EntityAccess({ ...deps, access: config.access }),
                handles: new LeaseHandles(config.handleKey),
              }),
            ],
          }),
        );
        // Not awaited: the backend starts whether or not Vault and Kubernetes answer.
        services.health.read().then(
          report => {
            const trouble = describeTrouble(report);
            if (trouble) deps.logger.warn(trouble);
          },
          () =>
            deps.logger.warn('The state of the upstreams could not be read'),
        );
      },
    });
  },
});
