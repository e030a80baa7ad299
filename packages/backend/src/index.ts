import { createBackend } from '@backstage/backend-defaults';

import { permissionPolicyModule } from './permissionPolicyModule';
import { publishFolderModule } from './publish/publishFolderModule';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-mcp-actions-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(permissionPolicyModule);
backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(publishFolderModule);
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('backstage-plugin-service-secrets-backend'));
backend.add(
  import('backstage-plugin-scaffolder-backend-module-service-secrets'),
);

// A failed start ends the process with its reason.
void backend.start();
