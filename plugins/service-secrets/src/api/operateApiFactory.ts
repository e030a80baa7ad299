import {
  createApiFactory,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';

import { BackendCaller } from './BackendCaller';
import { operateApiRef } from './OperateApi';
import { OperateClient } from './OperateClient';

/** Makes the client behind the tab's buttons, in the legacy and in the new frontend system. */
export const operateApiFactory = createApiFactory({
  api: operateApiRef,
  deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
  factory: apis => new OperateClient(new BackendCaller(apis)),
});
