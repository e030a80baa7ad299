import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { ApiError, PageNotFound } from '../api/status';
import { effectiveUser } from '../auth/impersonate';
import type { Authenticator } from '../auth/Authenticator';
import type { RbacAuthorizer } from '../auth/RbacAuthorizer';
import type { ServingCertificate } from '../cluster/certificates';
import type { JsonObject } from '../api/json';
import type { RawBody } from '../objects/decode';
import { jsonFromProtobuf, protobufType } from '../protobuf/jsonFromProtobuf';
import type { ApiHandler } from './ApiHandler';
import type { Call } from './Call';
import { readRequest } from './requestInfo';
import { json, text, type Reply } from './Reply';
import type { WatchSink } from './watch';

// etcd's limit on one request, which the real server enforces too.
const bodyLimitBytes = 3 * 1024 * 1024;

async function readBody(request: IncomingMessage): Promise<RawBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > bodyLimitBytes)
      throw new ApiError(
        413,
        `Request entity too large: limit is ${bodyLimitBytes}`,
        { reason: 'RequestEntityTooLarge', details: {} },
      );
    chunks.push(bytes);
  }
  const contentType = (request.headers['content-type'] ?? '')
    .split(';')[0]
    .trim();
  const bytes = Buffer.concat(chunks);
  return contentType === protobufType
    ? { text: jsonFromProtobuf(bytes), contentType: 'application/json' }
    : { text: bytes.toString('utf8'), contentType };
}

function replyTo(error: unknown): Reply {
  if (error instanceof PageNotFound) return text('404 page not found\n', 404);
  if (error instanceof ApiError) return json(error.toStatus(), error.code);
  const message = error instanceof Error ? error.message : String(error);
  const failure = new ApiError(500, `Internal error occurred: ${message}`, {
    reason: 'InternalError',
  });
  return json(failure.toStatus(), 500);
}

function send(response: ServerResponse, reply: Reply): void {
  response.statusCode = reply.status;
  if (reply.contentType) response.setHeader('Content-Type', reply.contentType);
  response.end(reply.body);
}

function warningHeader(message: string): string {
  return `299 - "${message.replace(/["\\]/g, character => `\\${character}`)}"`;
}

/** Speaks HTTPS: reads calls, finds out who asks, writes answers and watches. */
export class HttpServer {
  readonly #server: Server;
  readonly #watches = new Set<{ close(): void }>();

  constructor(
    certificate: ServingCertificate,
    private readonly options: {
      authenticator: Authenticator;
      authorizer: RbacAuthorizer;
      api: ApiHandler;
    },
  ) {
    const cert = certificate.certificatePem + certificate.caPem;
    this.#server = createServer(
      { cert, key: certificate.keyPem },
      (request, response) => {
        this.#serve(request, response).catch(error => {
          if (response.headersSent) response.destroy();
          else send(response, replyTo(error));
        });
      },
    );
  }

  /** Listens on 127.0.0.1 and returns the port. */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    const address: AddressInfo | string | null = this.#server.address();
    return typeof address === 'object' && address ? address.port : port;
  }

  /** Ends all open watches, as a restart of the server does; clients connect again. */
  dropWatches(): void {
    for (const watch of [...this.#watches]) watch.close();
  }

  /** Ends everything. */
  async close(): Promise<void> {
    this.dropWatches();
    const closed = new Promise<void>(resolve => {
      this.#server.close(() => resolve());
    });
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { authenticator, authorizer, api } = this.options;
    const info = readRequest(request.method ?? 'GET', request.url ?? '/');
    const { headers } = request;
    const caller = await authenticator.authenticate(headers.authorization);
    const user = effectiveUser(caller, headers, authorizer);
    api.requireAllowed(user, info);
    const warnings: string[] = [];
    const call: Call = {
      info,
      user,
      accept: headers.accept,
      userAgent: headers['user-agent'] ?? '',
      body: await readBody(request),
      warn: message => warnings.push(warningHeader(message)),
    };
    const watch = api.watch(call, this.#sink(response));
    if (watch) {
      response.once('close', () => watch.close());
      this.#watches.add(watch);
      response.once('close', () => this.#watches.delete(watch));
      response.setHeader('Content-Type', 'application/json');
      watch.open();
      // Clients wait for the headers, and the first event may be far away.
      response.flushHeaders();
      return;
    }
    const reply = await api.handle(call);
    if (warnings.length > 0) response.setHeader('Warning', warnings);
    send(response, reply);
  }

  #sink(response: ServerResponse): WatchSink {
    return {
      send: (event: JsonObject) => {
        response.write(`${JSON.stringify(event)}\n`);
      },
      end: () => response.end(),
    };
  }
}
