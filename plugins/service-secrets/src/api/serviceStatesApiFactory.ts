import {
  createApiFactory,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';

import { BackendCaller } from './BackendCaller';
import { serviceStatesApiRef } from './ServiceStatesApi';
import { ServiceStatesClient } from './ServiceStatesClient';

/** Makes the client of the catalog's column and filter, in the legacy and in the new frontend system. */
export const serviceStatesApiFactory = createApiFactory({
  api: serviceStatesApiRef,
  deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
  factory: apis => new ServiceStatesClient(new BackendCaller(apis)),
});
