import { after } from '../testSupport/builders';
import { aServiceState } from '../testSupport/FakeServiceStatesApi';
import { BackendCaller } from './BackendCaller';
import { ServiceStatesClient } from './ServiceStatesClient';

const entityRefs = ['component:default/grade-api', 'component:default/orders'];

function aClient(status: number, body: unknown) {
  const fetch = jest.fn(
    async (_url: RequestInfo | URL, _init?: RequestInit) =>
      new Response(JSON.stringify(body), { status }),
  );
  const backend = new BackendCaller({
    discoveryApi: { getBaseUrl: async id => `http://backend/api/${id}` },
    fetchApi: { fetch },
  });
  return { client: new ServiceStatesClient(backend), fetch };
}

describe('ServiceStatesClient', () => {
  it('asks for the states of all services in one request', async () => {
    const answer = { servedAt: after(0), items: [aServiceState()] };
    const { client, fetch } = aClient(200, answer);

    expect(await client.states(entityRefs)).toEqual(answer);
    const [[url, init]] = fetch.mock.calls;
    expect(url).toBe('http://backend/api/service-secrets/v1/services/states');
    expect(JSON.parse(String(init?.body))).toEqual({ entityRefs });
  });

  it('asks for services in any of several states', async () => {
    const answer = { servedAt: after(0), items: [], complete: true };
    const { client, fetch } = aClient(200, answer);

    expect(await client.inState(['broken', 'degraded'])).toEqual(answer);
    expect(fetch.mock.calls[0][0]).toMatch(
      /\/v1\/services\/states\?health=broken&health=degraded$/,
    );
  });

  it('passes no state on that it does not know', async () => {
    const items = [{ ...aServiceState(), health: 'fine' }];
    const { client } = aClient(200, { servedAt: after(0), items });

    await expect(client.states(entityRefs)).rejects.toThrow(
      /same version of the frontend and the backend/,
    );
  });
});
