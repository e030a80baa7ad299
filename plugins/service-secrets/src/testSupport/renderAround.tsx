// Only tests import this file, so what it needs is no dependency of the plugin.
/* eslint-disable @backstage/no-undeclared-imports */
import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { render } from '@testing-library/react';
import { ReactElement } from 'react';

import { OperateApi, operateApiRef } from '../api/OperateApi';
import {
  ServiceSecretsApi,
  serviceSecretsApiRef,
} from '../api/ServiceSecretsApi';
import { ServerClockProvider } from '../hooks/useServerClock';
import { after } from './builders';
import { boundEntity } from './entities';

/** What a test needs of something rendered at noon. */
export interface RenderedAtNoon {
  readonly container: HTMLElement;
  readonly unmount: () => void;
}

/** Renders something at noon of the examples. */
export function renderAtNoon(element: ReactElement): RenderedAtNoon {
  return render(
    <ServerClockProvider servedAt={after(0)} received={performance.now()}>
      {element}
    </ServerClockProvider>,
  );
}

/** Renders something of an entity's page that asks this API. */
export function renderForEntity(
  element: ReactElement,
  options: {
    readonly api: ServiceSecretsApi;
    readonly operate?: OperateApi;
    readonly entity?: Entity;
  },
) {
  const { api, operate } = options;
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [serviceSecretsApiRef, api],
        ...(operate ? [[operateApiRef, operate] as const] : []),
      ]}
    >
      <EntityProvider entity={options.entity ?? boundEntity}>
        {element}
      </EntityProvider>
    </TestApiProvider>,
  );
}
