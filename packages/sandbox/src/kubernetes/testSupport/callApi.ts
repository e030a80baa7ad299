import { request } from 'node:https';
import type { KubernetesServer } from '../startKubernetes';

/** What the server answered; JSON is parsed, a watch is a list of its events. */
export interface Answer {
  status: number;
  body: unknown;
}

function parsed(raw: string): unknown {
  const lines = raw.trim().split('\n');
  try {
    return lines.length > 1
      ? lines.map(line => JSON.parse(line))
      : JSON.parse(raw);
  } catch {
    return raw;
  }
}

/** Sends one request as it is, without a client that would tidy the path or the body. */
export function callApi(
  server: KubernetesServer,
  call: {
    method: string;
    path: string;
    headers: Record<string, string>;
    body: string;
  },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method, path, headers } = call;
    const sent = request(
      `${server.url}/`,
      { method, path, ca: server.caPem, headers, agent: false },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const raw = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, body: parsed(raw) });
        });
      },
    );
    sent.on('error', reject);
    // A DELETE gets no length by itself, and its body would be taken for the next request.
    sent.setHeader('Content-Length', Buffer.byteLength(call.body));
    sent.end(call.body);
  });
}
