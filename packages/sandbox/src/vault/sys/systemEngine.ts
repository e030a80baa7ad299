import { Core } from '../Core';
import { Engine } from '../Engine';
import { handleRoutes } from '../engines/routes';
import { capabilityRoutes } from './capabilities';
import { internalUiRoutes } from './internalUi';
import { leaseRoutes } from './leases';
import { mountRoutes } from './mounts';
import { policyRoutes } from './policies';
import { wrappingRoutes } from './wrapping';

/** Root-protected paths below `sys/`. */
const sudoPaths = [
  'auth/*',
  'remount',
  'audit',
  'audit/*',
  'raw',
  'raw/*',
  'rotate',
  'config/cors',
  'config/auditing/*',
  'config/ui/headers/*',
  'plugins/catalog/*',
  'revoke-prefix/*',
  'revoke-force/*',
  'leases/revoke-prefix/*',
  'leases/revoke-force/*',
  'leases/lookup/*',
  'leases',
  'internal/inspect/*',
  'seal',
];

/** The mount `sys/`, status endpoints excepted: those answer outside the envelope. */
export function systemEngine(core: Core): Engine {
  return {
    handle: handleRoutes([
      ...leaseRoutes(core),
      ...policyRoutes(core),
      ...capabilityRoutes(core),
      ...mountRoutes(core),
      ...internalUiRoutes(core),
      ...wrappingRoutes(core),
    ]),
    sudoPaths,
    unauthenticatedPaths: [
      'wrapping/lookup',
      'internal/ui/mounts',
      'internal/ui/mounts/*',
    ],
  };
}
