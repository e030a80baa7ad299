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

import { createRoutes } from './createRoutes';
import { openWhenNeeded } from './database/openWhenNeeded';
import { describeTrouble } from './serve/HealthService';
import { createRouter } from './serve/router';

/** Serves reports of services: their database roles, leases and certificates. */
export const serviceSecretsPlugin = createBackendPlugin({
  pluginId: 'service-secrets',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        database: coreServices.database,
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
        deps.permissionsRegistry.addPermissions(serviceSecretsPermissions);
        const { routes, health } = createRoutes({
          ...deps,
          openDatabase: openWhenNeeded(deps.database),
        });
        deps.httpRouter.use(createRouter({ logger: deps.logger, routes }));
        // Not awaited: the backend starts whether or not Vault and Kubernetes answer.
        health.read().then(
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
