import {
  createApiFactory,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';

import { serviceSecretsApiRef } from './ServiceSecretsApi';
import { ServiceSecretsClient } from './ServiceSecretsClient';

/** Makes the client, in the legacy and in the new frontend system. */
export const serviceSecretsApiFactory = createApiFactory({
  api: serviceSecretsApiRef,
  deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
  factory: apis => new ServiceSecretsClient(apis),
});
