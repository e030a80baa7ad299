import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';

import { createServiceSecretsActions } from './actions';

/** Adds the actions of Service Secrets to the scaffolder. */
export const scaffolderModuleServiceSecrets = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'service-secrets',
  register({ registerInit }) {
    registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        discovery: coreServices.discovery,
      },
      async init({ actions, auth, discovery }) {
        actions.addActions(...createServiceSecretsActions({ auth, discovery }));
      },
    });
  },
});
