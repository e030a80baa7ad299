import { request as httpRequest } from 'node:http';
import { request as httpsRequest, RequestOptions } from 'node:https';

/** One call to the cluster's API server. */
export interface ClusterCall {
  readonly url: string;
  /** PEM; empty trusts the system's authorities. */
  readonly ca: string;
  readonly bearer: string;
  readonly method: 'GET' | 'POST';
  readonly body?: unknown;
}

/** Status and parsed body. */
export interface ClusterAnswer {
  readonly status: number;
  readonly body: unknown;
}

const timeoutMilliseconds = 10_000;

function optionsOf(call: ClusterCall): RequestOptions {
  return {
    method: call.method,
    timeout: timeoutMilliseconds,
    ...(call.ca && { ca: call.ca }),
    headers: {
      Accept: 'application/json',
      'Content-Type': 'application/json',
      Authorization: `Bearer ${call.bearer}`,
    },
  };
}

/** Asks the API server; rejects when it cannot be reached, is not trusted, or does not speak JSON. */
export function askCluster(call: ClusterCall): Promise<ClusterAnswer> {
  const request = call.url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const outgoing = request(call.url, optionsOf(call), response => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        try {
          const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
          resolve({ status: response.statusCode ?? 0, body });
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
    outgoing.on('timeout', () =>
      outgoing.destroy(new Error(`no answer from ${call.url} in time`)),
    );
    outgoing.on('error', reject);
    outgoing.end(call.body === undefined ? '' : JSON.stringify(call.body));
  });
}
