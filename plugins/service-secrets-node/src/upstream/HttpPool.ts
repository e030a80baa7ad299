import { gunzip } from 'node:zlib';

import { Dispatcher, Pool } from 'undici';

import { Clock } from './Clock';
import { TransportError, TransportFailure } from './TransportError';

/** One request; the path is sent as it is. */
export interface HttpRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** From the root, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly retryAfter?: string;
  readonly body: string;
}

/** Where and how to connect. */
export interface HttpPoolOptions {
  /** Scheme, host and port. */
  readonly origin: string;
  /** PEM of the authorities to trust instead of the system's. */
  readonly ca?: string;
  readonly connections: number;
  /** From the first byte sent to the last byte received. */
  readonly timeoutMs: number;
}

/** The most an answer may hold, decompressed. */
export const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

type Headers = Record<string, string | string[] | undefined>;

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** Asked of any object: an error of Node is no `Error` of a test's own realm. */
function codeOf(error: unknown): unknown {
  const isObject = typeof error === 'object' && error !== null;
  return isObject && 'code' in error ? error.code : undefined;
}

function failureOf(error: unknown): TransportFailure {
  if (error instanceof TransportError) return error.failure;
  const code = codeOf(error);
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return 'timeout';
    case 'UND_ERR_HEADERS_OVERFLOW':
    case 'UND_ERR_RESPONSE_EXCEEDED':
      return 'bad-answer';
    default:
      return String(code).startsWith('HPE_') ? 'bad-answer' : 'unreachable';
  }
}

/** An answer, or why there is none. */
export type HttpOutcome = HttpAnswer | TransportError;

interface ExchangeEnd {
  readonly deadline: number;
  /** Called once, when the outcome is known. */
  done(this: void, outcome: HttpOutcome, exchange: Exchange): void;
}

/** Collects one answer, within its cap and its deadline. */
class Exchange implements Dispatcher.DispatchHandler {
  private controller?: Dispatcher.DispatchController;
  private status = 0;
  private headers: Headers = {};
  private chunks: Buffer[] = [];
  private size = 0;
  private settled = false;

  constructor(private readonly end: ExchangeEnd) {}

  get deadline(): number {
    return this.end.deadline;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.settled) controller.abort(new TransportError('timeout'));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Headers,
  ): void {
    this.status = status;
    this.headers = headers;
  }

  onResponseData(
    _controller: Dispatcher.DispatchController,
    chunk: Buffer,
  ): void {
    this.size += chunk.length;
    if (this.size > MAX_ANSWER_BYTES) this.fail('bad-answer');
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.settled) return;
    const bytes =
      this.chunks.length === 1 ? this.chunks[0] : Buffer.concat(this.chunks);
    const encoding = one(this.headers['content-encoding']) ?? 'identity';
    if (encoding === 'identity') this.succeed(bytes.toString('utf8'));
    else if (encoding === 'gzip') this.inflate(bytes);
    else this.fail('bad-answer');
  }

  onResponseError(
    _controller: Dispatcher.DispatchController,
    error: unknown,
  ): void {
    this.fail(failureOf(error));
  }

  /** Ends it whatever it is doing; the connection is dropped when bytes are still to come. */
  fail(failure: TransportFailure): void {
    if (this.settled) return;
    this.settled = true;
    this.chunks = [];
    const error = new TransportError(failure);
    this.end.done(error, this);
    if (this.controller && !this.controller.aborted) {
      this.controller.abort(error);
    }
  }

  private inflate(bytes: Buffer): void {
    gunzip(bytes, { maxOutputLength: MAX_ANSWER_BYTES }, (error, inflated) => {
      if (error) this.fail('bad-answer');
      else this.succeed(inflated.toString('utf8'));
    });
  }

  private succeed(body: string): void {
    if (this.settled) return;
    this.settled = true;
    const retryAfter = one(this.headers['retry-after']);
    this.end.done({ status: this.status, retryAfter, body }, this);
  }
}

/**
 * Connections to one origin. Follows no redirect, uses no proxy, reads no
 * environment variable. Deadlines are watched by one timer for all requests: a
 * timer or an AbortSignal for each costs more than the request itself.
 */
export class HttpPool {
  private readonly pool: Pool;
  private readonly exchanges = new Set<Exchange>();
  private cancelWatch?: () => void;

  constructor(
    private readonly options: HttpPoolOptions,
    private readonly clock: Clock,
  ) {
    const { origin, ca, connections, timeoutMs } = options;
    this.pool = new Pool(origin, {
      connections,
      pipelining: 1,
      allowH2: false,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      maxHeaderSize: 32 * 1024,
      connect: { ca, timeout: timeoutMs, rejectUnauthorized: true },
    });
  }

  /** Calls back exactly once. No promise: each costs, and the caller makes one anyway. */
  send(request: HttpRequest, done: (outcome: HttpOutcome) => void): void {
    const exchange = new Exchange({
      deadline: this.clock.now() + this.options.timeoutMs,
      done: (outcome, ended) => {
        this.exchanges.delete(ended);
        done(outcome);
      },
    });
    this.exchanges.add(exchange);
    this.watch();
    try {
      this.pool.dispatch(request, exchange);
    } catch {
      // What undici refuses to send, such as a header with a line feed.
      exchange.fail('unreachable');
    }
  }

  async close(): Promise<void> {
    for (const exchange of this.exchanges) exchange.fail('closed');
    this.cancelWatch?.();
    await this.pool.destroy();
  }

  /** All have the same time, so the oldest is due first. */
  private watch(): void {
    if (this.cancelWatch) return;
    const interval = Math.max(5, Math.min(250, this.options.timeoutMs / 10));
    this.cancelWatch = this.clock.after(interval, () => {
      this.cancelWatch = undefined;
      const now = this.clock.now();
      for (const exchange of this.exchanges) {
        if (exchange.deadline > now) break;
        exchange.fail('timeout');
      }
      if (this.exchanges.size > 0) this.watch();
    });
  }
}
