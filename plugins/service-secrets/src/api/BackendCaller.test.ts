import { z } from 'zod';

import { BackendCaller } from './BackendCaller';

const anything = z.object({ ok: z.boolean() });

function aCaller(fetch: typeof globalThis.fetch) {
  return new BackendCaller({
    discoveryApi: { getBaseUrl: async id => `http://backend/api/${id}` },
    fetchApi: { fetch },
  });
}

describe('BackendCaller', () => {
  it('names the backend when nothing answers', async () => {
    const caller = aCaller(async () => {
      throw new TypeError('Failed to fetch');
    });
    await expect(caller.ask('/v1/x', anything)).rejects.toThrow(
      'No answer from the backend at http://backend/api/service-secrets.',
    );
  });

  it('passes on that the question was taken back', async () => {
    const controller = new AbortController();
    const caller = aCaller(async () => {
      controller.abort();
      throw controller.signal.reason;
    });
    await expect(
      caller.ask('/v1/x', anything, { signal: controller.signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('says what came instead when the answer is no JSON', async () => {
    const caller = aCaller(
      async () =>
        new Response('<!doctype html>', {
          headers: { 'content-type': 'text/html' },
        }),
    );
    await expect(caller.ask('/v1/x', anything)).rejects.toThrow(
      /answer to \/v1\/x is not JSON but text\/html.*backend\.baseUrl/,
    );
  });

  it('names the field when the answer is of another version', async () => {
    const caller = aCaller(async () => Response.json({ ok: 'yes' }));
    await expect(caller.ask('/v1/x', anything)).rejects.toThrow(
      /at ok.*same version/s,
    );
  });
});
