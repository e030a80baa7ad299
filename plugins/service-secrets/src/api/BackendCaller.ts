import { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import { z } from 'zod';

/** How to ask: reads unless there is a body or another method. */
export interface AskOptions {
  readonly signal?: AbortSignal;
  readonly body?: object;
  readonly method?: 'GET' | 'POST' | 'DELETE';
}

function parsed<T>(schema: z.ZodType<T>, body: unknown, path: string): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new Error(
    `The backend's answer to ${path} is not one this version of the frontend plugin understands: ${z.prettifyError(
      result.error,
    )}. Install the same version of the frontend and the backend plugin.`,
  );
}

async function json(response: Response, path: string): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    const kind = response.headers.get('content-type') ?? 'nothing readable';
    throw new Error(
      `The answer to ${path} is not JSON but ${kind}: something other than the backend plugin answered. \`backend.baseUrl\` or a proxy in between may lead elsewhere.`,
    );
  }
}

/** Calls the backend plugin as the signed-in user; an answer passes its schema before anything is shown. */
export class BackendCaller {
  constructor(
    private readonly apis: {
      readonly discoveryApi: DiscoveryApi;
      readonly fetchApi: FetchApi;
    },
  ) {}

  /** The answer in the shape of the schema. */
  async ask<T>(
    path: string,
    schema: z.ZodType<T>,
    options: AskOptions = {},
  ): Promise<T> {
    const response = await this.send(path, options);
    return parsed(schema, await json(response, path), path);
  }

  /** The answer as it came; a refusal throws. */
  async send(
    path: string,
    { signal, body, method }: AskOptions,
  ): Promise<Response> {
    const base = await this.apis.discoveryApi.getBaseUrl('service-secrets');
    const post = body && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    const response = await this.apis.fetchApi
      .fetch(`${base}${path}`, {
        signal,
        ...(method ? { method } : {}),
        ...post,
      })
      .catch(error => {
        if (signal?.aborted) throw error;
        // A browser says no more than "Failed to fetch".
        throw new Error(
          `No answer from the backend at ${base}. It is down or restarting, or out of this browser's reach.`,
        );
      });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }
}
