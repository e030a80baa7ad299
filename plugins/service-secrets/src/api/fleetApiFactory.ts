import {
  createApiFactory,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';

import { BackendCaller } from './BackendCaller';
import { fleetApiRef } from './FleetApi';
import { FleetClient } from './FleetClient';

/** Makes the client of the fleet page, in the legacy and in the new frontend system. */
export const fleetApiFactory = createApiFactory({
  api: fleetApiRef,
  deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
  factory: apis => new FleetClient(new BackendCaller(apis)),
});
