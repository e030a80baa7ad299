import http from 'node:http';
import https from 'node:https';

/** One request as the controllers make it. `body` is sent as JSON. */
export interface JsonRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** What came back: the parsed JSON, or the text when it is none. */
export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Keep-alive connections to one server, closed together. */
export interface Transport {
  send(request: JsonRequest): Promise<JsonAnswer>;
  /** Opens a streaming GET; resolves with the response once the headers are in. */
  open(
    request: JsonRequest,
    signal: AbortSignal,
  ): Promise<http.IncomingMessage>;
  close(): void;
}

const REQUEST_TIMEOUT_MS = 15_000;

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

async function readAll(response: http.IncomingMessage): Promise<JsonAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(Buffer.from(chunk));
  return {
    status: response.statusCode ?? 0,
    body: parse(Buffer.concat(chunks).toString('utf8')),
  };
}

function start(
  request: JsonRequest,
  options: https.RequestOptions,
): Promise<http.IncomingMessage> {
  const payload =
    request.body === undefined ? undefined : JSON.stringify(request.body);
  const headers: Record<string, string | number> = {
    accept: 'application/json',
    ...(payload === undefined
      ? {}
      : {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(payload),
        }),
    ...request.headers,
  };
  const module = request.url.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const call = module.request(
      request.url,
      { ...options, method: request.method, headers },
      resolve,
    );
    call.on('timeout', () =>
      call.destroy(
        new Error(
          `No answer from ${
            new URL(request.url).host
          } within ${REQUEST_TIMEOUT_MS} ms.`,
        ),
      ),
    );
    call.on('error', reject);
    call.end(payload);
  });
}

/** PEM texts of a TLS connection: what to trust, and who we are. */
export interface TlsTexts {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** A transport to one server. */
export function createTransport(url: string, tls: TlsTexts = {}): Transport {
  const agent = url.startsWith('https:')
    ? new https.Agent({ keepAlive: true, ...tls })
    : new http.Agent({ keepAlive: true });
  return {
    async send(request) {
      const response = await start(request, {
        agent,
        timeout: REQUEST_TIMEOUT_MS,
      });
      return readAll(response);
    },
    // Not pooled: a watch holds its connection as long as it lives.
    open: (request, signal) =>
      start(request, { ...tls, signal, agent: undefined }),
    close: () => agent.destroy(),
  };
}
