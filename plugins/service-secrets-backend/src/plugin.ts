import {
  coreServices,
  createBackendPlugin,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { serviceSecretsPermissions } from 'backstage-plugin-service-secrets-common';
import {
  kubernetesServiceRef,
  vaultServiceRef,
} from 'backstage-plugin-service-secrets-node';

import { createRoutes } from './createRoutes';
import { openWhenNeeded } from './database/openWhenNeeded';
import { registerActions } from './review/actions/registerActions';
import { createFleet } from './review/createFleet';
import { describeTrouble, HealthService } from './serve/HealthService';
import { createRouter } from './serve/router';

async function warnOfTrouble(
  health: HealthService,
  logger: LoggerService,
): Promise<void> {
  try {
    const trouble = describeTrouble(await health.read());
    if (trouble) logger.warn(trouble);
  } catch {
    logger.warn('The state of the upstreams could not be read');
  }
}

/** Serves reports of services: their database roles, leases and certificates. */
export const serviceSecretsPlugin = createBackendPlugin({
  pluginId: 'service-secrets',
  register(env) {
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        kubernetes: kubernetesServiceRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootConfig: coreServices.rootConfig,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
        vault: vaultServiceRef,
      },
      async init(deps) {
        deps.permissionsRegistry.addPermissions(serviceSecretsPermissions);
        const openDatabase = openWhenNeeded(deps.database);
        const { routes, health, report } = createRoutes({
          ...deps,
          openDatabase,
        });
        const fleet = createFleet({ ...deps, openDatabase });
        deps.httpRouter.use(
          createRouter({
            logger: deps.logger,
            routes: [...routes, ...fleet.routes],
          }),
        );
        registerActions({
          ...deps,
          ...fleet,
          report,
          registry: deps.actionsRegistry,
        });
        await fleet.schedule();
        // Not awaited: the backend starts whether or not Vault and Kubernetes answer.
        void warnOfTrouble(health, deps.logger);
      },
    });
  },
});
