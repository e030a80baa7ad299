import { aLease, aLeasePage, aReport } from '../testSupport/builders';
import {
  anImpact,
  someOffers,
  aPlan,
  aRequest,
} from '../testSupport/provision';
import { ServiceSecretsClient } from './ServiceSecretsClient';

const entityRef = 'component:default/grade-api';

function aClient(status: number, body: unknown) {
  const fetch = jest.fn(
    async (_url: RequestInfo | URL, _init?: RequestInit) =>
      new Response(JSON.stringify(body), {
        status,
        headers: { 'content-type': 'application/json' },
      }),
  );
  const client = new ServiceSecretsClient({
    discoveryApi: { getBaseUrl: async id => `http://backend/api/${id}` },
    fetchApi: { fetch },
  });
  return { client, fetch };
}

describe('ServiceSecretsClient', () => {
  it('asks for the report of the entity and passes the signal on', async () => {
    const { client, fetch } = aClient(200, aReport());
    const { signal } = new AbortController();
    expect(await client.report(entityRef, { signal })).toEqual(aReport());
    expect(fetch).toHaveBeenCalledWith(
      'http://backend/api/service-secrets/v1/services/component/default/grade-api/report',
      { signal },
    );
  });

  it('passes the cache by when a fresh report is asked for', async () => {
    const { client, fetch } = aClient(200, aReport());
    await client.report(entityRef, { fresh: true });
    expect(fetch.mock.calls[0][0]).toMatch(/\/report\?fresh=true$/);
  });

  it('encodes what could be taken for a path', async () => {
    const { client, fetch } = aClient(200, aReport());
    await client.report('component:default/a%2f..');
    expect(fetch.mock.calls[0][0]).toContain('/component/default/a%252f../');
  });

  it('asks for a page of leases with its cursor', async () => {
    const page = aLeasePage([aLease()], { nextCursor: '2' });
    const { client, fetch } = aClient(200, page);
    const query = { entityRef, environment: 'a b', limit: 1000, cursor: 'x&y' };
    expect(await client.leases(query)).toEqual(page);
    expect(fetch.mock.calls[0][0]).toMatch(
      /\/leases\?environment=a\+b&limit=1000&cursor=x%26y$/,
    );
  });

  it('asks for the offers of an owner', async () => {
    const { client, fetch } = aClient(200, someOffers());
    expect(await client.offers('group:default/a&b')).toEqual(someOffers());
    expect(fetch.mock.calls[0][0]).toMatch(
      /\/v1\/provision\/offers\?owner=group%3Adefault%2Fa%26b$/,
    );
  });

  it('posts the request when it asks for a plan', async () => {
    const { client, fetch } = aClient(200, aPlan());
    expect(await client.plan(aRequest())).toEqual(aPlan());
    const [url, init] = fetch.mock.calls[0];
    expect(url).toMatch(/\/v1\/provision\/plan$/);
    expect(init).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ request: aRequest() }),
    });
  });

  it('asks for a dry run when it asks what a retirement takes away', async () => {
    const { client, fetch } = aClient(200, {
      impact: anImpact(),
      removed: [],
      leftOvers: [],
    });
    const query = {
      entityRef,
      owner: 'group:default/grades',
      environment: 'production',
    };
    expect(await client.retireImpact(query)).toEqual(anImpact());
    const [url, init] = fetch.mock.calls[0];
    expect(url).toMatch(/\/v1\/provision\/retire$/);
    expect(init?.body).toBe(JSON.stringify({ ...query, dryRun: true }));
  });

  it('fails with status and message of the backend when it refuses', async () => {
    const { client } = aClient(403, {
      error: { name: 'NotAllowedError', message: 'not yours' },
      response: { statusCode: 403 },
    });
    await expect(client.report(entityRef)).rejects.toMatchObject({
      name: 'ResponseError',
      statusCode: 403,
      cause: { message: 'not yours' },
    });
  });

  it('fails and says what to do when the answer has another shape', async () => {
    const { client } = aClient(200, { ...aReport(), status: 'fine' });
    await expect(client.report(entityRef)).rejects.toThrow(
      /not one this version of the frontend plugin understands.*status.*same version/s,
    );
  });
});
