import { Entity } from '@backstage/catalog-model';
import { Content, Header, InfoCard, Page } from '@backstage/core-components';
import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  createFrontendPlugin,
  createRouteRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { TestApiProvider } from '@backstage/test-utils';
import { RiKey2Line } from '@remixicon/react';
import {
  SERVICE_SECRETS_NAMESPACE_ANNOTATION,
  ServiceReport,
} from 'backstage-plugin-service-secrets-common';

import {
  ServiceSecretsApi,
  serviceSecretsApiRef,
} from '../src/api/ServiceSecretsApi';
import { FleetPage } from '../src/components/FleetPage/FleetPage';
import { OverviewCard } from '../src/components/OverviewCard/OverviewCard';
import { ServiceSecretsTab } from '../src/components/ServiceSecretsTab/ServiceSecretsTab';
import { FakeServiceSecretsApi } from '../src/testSupport/FakeServiceSecretsApi';
import { FleetExample } from '../src/testSupport/FleetExample';
import { fleetScenarios } from '../src/testSupport/fleetScenarios';
import { formScenarios, FormScenario } from '../src/testSupport/formScenarios';
import { scenarios } from '../src/testSupport/scenarios';
import { TestForm } from '../src/testSupport/TestForm';

function anEntity(annotations?: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'grade-api', annotations },
    spec: { type: 'service', owner: 'grades', lifecycle: 'production' },
  };
}

const bound = anEntity({ [SERVICE_SECRETS_NAMESPACE_ANNOTATION]: 'grade-api' });

interface Example {
  readonly title: string;
  readonly entity?: Entity;
  readonly api: ServiceSecretsApi;
}

async function fails(): Promise<ServiceReport> {
  throw new Error(
    'The backend did not answer: connection refused on 127.0.0.1:7007.',
  );
}

async function denies(): Promise<ServiceReport> {
  throw Object.assign(new Error('Request failed with 403 Forbidden'), {
    name: 'ResponseError',
    statusCode: 403,
    cause: new Error('You may not read the report of this service.'),
  });
}

/** Answers once, then fails: the report goes stale at the first refresh. */
function failingRefresh(): FakeServiceSecretsApi {
  const { report, leases } = scenarios.broken;
  const api = new FakeServiceSecretsApi(report, leases);
  const first = api.answer;
  api.answer = () => (api.calls.report > 1 ? fails() : first());
  return api;
}

const healthyApi = new FakeServiceSecretsApi(
  scenarios.healthy.report,
  scenarios.healthy.leases,
);

const examples: readonly Example[] = [
  ...Object.entries(scenarios).map(([title, { report, leases }]) => ({
    title,
    api: new FakeServiceSecretsApi(report, leases),
  })),
  {
    title: 'loading',
    api: new FakeServiceSecretsApi(() => new Promise(() => undefined)),
  },
  { title: 'unbound', entity: anEntity(), api: healthyApi },
  {
    title: 'invalid',
    entity: anEntity({
      [SERVICE_SECRETS_NAMESPACE_ANNOTATION]: 'Grade API',
      'service-secrets.io/workloads': 'pod/grade-api',
    }),
    api: healthyApi,
  },
  { title: 'denied', api: new FakeServiceSecretsApi(denies) },
  { title: 'failed', api: new FakeServiceSecretsApi(fails) },
  { title: 'stale', api: failingRefresh() },
];

function ExamplePage({ example }: { readonly example: Example }) {
  const { title, api, entity = bound } = example;
  return (
    <TestApiProvider apis={[[serviceSecretsApiRef, api]]}>
      <EntityProvider entity={entity}>
        <Page themeId="service">
          <Header title="grade-api" subtitle={title} />
          <Content>
            <ServiceSecretsTab />
            <div style={{ maxWidth: 420, marginTop: 24 }}>
              <OverviewCard />
            </div>
          </Content>
        </Page>
      </EntityProvider>
    </TestApiProvider>
  );
}

function FormPage(props: {
  readonly title: string;
  readonly scenario: FormScenario;
}) {
  const { title, scenario } = props;
  // The form of the scaffolder has two looks; ?theme=bui shows the second.
  const theme = window.location.search.includes('theme=bui') ? 'bui' : 'mui';
  return (
    <Page themeId="tool">
      <Header title="Create" subtitle={title} />
      <Content>
        <InfoCard title="Add credentials" noPadding>
          <TestForm {...scenario} theme={theme} />
        </InfoCard>
      </Content>
    </Page>
  );
}

function page(title: string, loader: () => Promise<JSX.Element>) {
  return PageBlueprint.make({
    name: title.toLocaleLowerCase('en-US'),
    params: {
      path: `/${title}`,
      title,
      icon: <RiKey2Line />,
      noHeader: true,
      // Only pages with a route of their own stand in the sidebar.
      routeRef: createRouteRef(),
      loader,
    },
  });
}

const fleetPages = Object.entries(fleetScenarios).map(([title, scenario]) =>
  page(`fleet-${title}`, async () => (
    <FleetExample api={scenario()}>
      <FleetPage />
    </FleetExample>
  )),
);

const pages = [
  ...fleetPages,
  ...examples.map(example =>
    page(example.title, async () => <ExamplePage example={example} />),
  ),
  ...Object.entries(formScenarios).map(([title, scenario]) =>
    page(title, async () => <FormPage title={title} scenario={scenario} />),
  ),
];

createDevApp({
  features: [createFrontendPlugin({ pluginId: 'examples', extensions: pages })],
});
