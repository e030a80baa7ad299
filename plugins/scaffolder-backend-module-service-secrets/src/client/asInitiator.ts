import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';

import { ProvisionClient } from './ProvisionClient';

const TARGET = 'service-secrets';

/** What it takes to reach the backend plugin. */
export interface Reach {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
}

/** A client that acts for whoever started the task, so that permissions and the audit log see that person. */
export function asInitiator(
  { auth, discovery }: Reach,
  ctx: Pick<ActionContext<{}>, 'getInitiatorCredentials' | 'signal'>,
): ProvisionClient {
  return new ProvisionClient({
    baseUrl: () => discovery.getBaseUrl(TARGET),
    token: async () => {
      const onBehalfOf = await ctx.getInitiatorCredentials();
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf,
        targetPluginId: TARGET,
      });
      return token;
    },
    signal: ctx.signal,
  });
}
