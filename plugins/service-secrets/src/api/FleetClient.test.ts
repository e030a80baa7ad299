import { aCalendar } from '../testSupport/fleetAnswers';
import {
  aCollectionStatus,
  aFleetRow,
  aFleetSummary,
} from '../testSupport/fleetBuilders';
import { BackendCaller } from './BackendCaller';
import { FleetClient } from './FleetClient';
import { filterKey } from './fleetQuery';

const target = {
  entityRef: 'component:default/grade-api',
  environment: 'production',
};

function aClient(status: number, body: unknown, headers = {}) {
  const fetch = jest.fn(
    async (_url: RequestInfo | URL, _init?: RequestInit) =>
      new Response(JSON.stringify(body), {
        status,
        headers: { 'content-type': 'application/json', ...headers },
      }),
  );
  const client = new FleetClient(
    new BackendCaller({
      discoveryApi: { getBaseUrl: async id => `http://backend/api/${id}` },
      fetchApi: { fetch },
    }),
  );
  return { client, fetch };
}

describe('FleetClient', () => {
  it('repeats a field with several values and encodes them', async () => {
    const page = { servedAt: '2026-03-02T12:00:00Z', items: [], total: 0 };
    const { client, fetch } = aClient(200, page);
    const filter = { health: ['broken', 'degraded'], text: 'a&b' } as const;
    await client.rows({
      filter: { ...filter, health: [...filter.health] },
      limit: 100,
      cursor: 'x y',
    });
    expect(fetch.mock.calls[0][0]).toBe(
      'http://backend/api/service-secrets/v1/fleet/rows?health=broken&health=degraded&text=a%26b&limit=100&cursor=x+y',
    );
  });

  it('leaves the query out when nothing is asked for', async () => {
    const summary = aFleetSummary([aFleetRow()]);
    const { client, fetch } = aClient(200, summary);
    expect(await client.summary({})).toEqual(summary);
    expect(fetch.mock.calls[0][0]).toMatch(/\/v1\/fleet\/summary$/);
  });

  it('asks for the calendar of the filter', async () => {
    const { client, fetch } = aClient(200, aCalendar());
    await client.expiry({ filter: { owner: ['none'] }, days: 90 });
    expect(fetch.mock.calls[0][0]).toMatch(/\/expiry\?owner=none&days=90$/);
  });

  it('posts without a body when it asks for a collection', async () => {
    const { client, fetch } = aClient(202, aCollectionStatus());
    await client.collect();
    expect(fetch.mock.calls[0][0]).toMatch(/\/v1\/fleet\/run$/);
    expect(fetch.mock.calls[0][1]).toMatchObject({ method: 'POST' });
    expect(fetch.mock.calls[0][1]?.body).toBeUndefined();
  });

  it('posts a sign-off as it is', async () => {
    const { client, fetch } = aClient(200, { done: [target], refused: [] });
    const request = {
      targets: [target],
      until: '2026-05-31T23:59:59.000Z',
      note: '',
    };
    await client.signOff(request);
    expect(fetch.mock.calls[0][1]?.body).toBe(JSON.stringify(request));
  });

  it('names a row, and nothing else of it, when it asks for its past', async () => {
    const { client, fetch } = aClient(200, { items: [] });
    const row = aFleetRow();
    await client.exceptions({ target: row, ended: true });
    expect(fetch.mock.calls[0][0]).toMatch(
      /\/exceptions\?entityRef=component%3Adefault%2Fgrade-api&environment=production&ended=true$/,
    );
  });

  it.each(['mute', 'unmute'] as const)(
    'posts what to %s and hands on what was refused',
    async action => {
      const answer = { done: [], refused: [{ target, reason: 'No such row' }] };
      const { client, fetch } = aClient(200, answer);
      const until = '2026-05-31T23:59:59.000Z';
      const asked =
        action === 'mute'
          ? client.mute({ targets: [target], until, reason: 'known' })
          : client.unmute({ targets: [target] });
      expect(await asked).toEqual(answer);
      expect(fetch.mock.calls[0][0]).toMatch(
        new RegExp(`/v1/fleet/${action}s$`),
      );
      expect(fetch.mock.calls[0][1]?.body).toContain('"targets":[{');
    },
  );

  it('deletes an exception by its encoded id', async () => {
    const { client, fetch } = aClient(404, { error: { message: 'gone' } });
    await expect(client.endException('a/b')).rejects.toMatchObject({
      statusCode: 404,
    });
    expect(fetch.mock.calls[0][0]).toMatch(/\/exceptions\/a%2Fb$/);
    expect(fetch.mock.calls[0][1]).toMatchObject({ method: 'DELETE' });
  });

  it('hands an export on under the name the backend gave it', async () => {
    const { client, fetch } = aClient(200, 'x', {
      'content-disposition': 'attachment; filename="service-secrets-1.csv"',
    });
    const file = await client.exportFile({ code: ['policyMissing'] }, 'csv');
    expect(file.name).toBe('service-secrets-1.csv');
    expect(fetch.mock.calls[0][0]).toMatch(
      /\/export\?code=policyMissing&format=csv$/,
    );
  });

  it('names the export itself when a proxy took the name away', async () => {
    const { client } = aClient(200, 'x');
    expect((await client.exportFile({}, 'json')).name).toBe(
      'service-secrets.json',
    );
  });

  it('fails when an answer has another shape', async () => {
    const { client } = aClient(200, { servedAt: 'now' });
    await expect(client.status()).rejects.toThrow(/same version/);
  });
});

describe('filterKey', () => {
  it('is one for equal filters in another order', () => {
    expect(filterKey({ owner: ['a', 'b'], text: 'x' })).toBe(
      filterKey({ text: 'x', owner: ['b', 'a'] }),
    );
  });
});
