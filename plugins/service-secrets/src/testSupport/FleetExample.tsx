// Only tests and examples import this file, so what it needs is no dependency of the plugin.
/* eslint-disable @backstage/no-undeclared-imports */
import { identityApiRef } from '@backstage/core-plugin-api';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { SignalApi, signalApiRef } from '@backstage/plugin-signals-react';
import { mockApis, TestApiProvider } from '@backstage/test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { ReactNode, useState } from 'react';
import { SWRConfig } from 'swr';

import { FleetApi, fleetApiRef } from '../api/FleetApi';

/** What stands around the fleet page in an app: its API, who looks, and what they may. */
export function FleetExample(props: {
  readonly api: FleetApi;
  readonly mayReview?: boolean;
  /** Absent: the app has no signals. */
  readonly signals?: SignalApi;
  readonly children: ReactNode;
}) {
  const { api, mayReview = true, signals, children } = props;
  // Permissions are cached for the whole page; an example must not decide for the next.
  const [cache] = useState(() => ({ provider: () => new Map() }));
  const result = mayReview ? AuthorizeResult.ALLOW : AuthorizeResult.DENY;
  const permission = { authorize: async () => ({ result } as const) };
  const identity = mockApis.identity({ userEntityRef: 'user:default/ada' });
  return (
    <TestApiProvider
      apis={[
        [fleetApiRef, api],
        [permissionApiRef, permission],
        [identityApiRef, identity],
        ...(signals ? [[signalApiRef, signals] as const] : []),
      ]}
    >
      <SWRConfig value={cache}>{children}</SWRConfig>
    </TestApiProvider>
  );
}
