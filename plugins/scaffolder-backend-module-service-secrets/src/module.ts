import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { readStatementProfiles } from 'backstage-plugin-service-secrets-node';

import { createRenderPlanAction } from './actions/renderPlan';

/** Adds the actions of Service Secrets to the scaffolder. */
export const scaffolderModuleServiceSecrets = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'service-secrets',
  register({ registerInit }) {
    registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ actions, config }) {
        actions.addActions(
          createRenderPlanAction(readStatementProfiles(config)),
        );
      },
    });
  },
});
