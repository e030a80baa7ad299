import { Clock, systemClock } from './Clock';
import {
  HttpAnswer,
  HttpOutcome,
  HttpPool,
  HttpPoolOptions,
  HttpRequest,
} from './HttpPool';
import { GateLimits, RequestGate } from './RequestGate';
import { TransportError } from './TransportError';

/** How to reach one upstream and how hard. */
export interface TransportOptions
  extends Omit<HttpPoolOptions, 'connections'>,
    GateLimits {
  readonly clock?: Clock;
  /** Between 0 and 1; for tests. */
  readonly random?: () => number;
}

/** A request and whether it may be sent again. */
export interface TransportRequest extends HttpRequest {
  /** True for what changes nothing. */
  readonly repeatable: boolean;
}

const RETRIES = 2;
const FIRST_RETRY_MS = 200;

/** Answers that another try may mend: the load balancer's, and a replica that lags behind. */
const passing: ReadonlySet<number> = new Set([412, 500, 502, 504]);

/** Answers given before the request is taken, so that it may be sent again whatever it does. */
const untaken: ReadonlySet<number> = new Set([412, 429]);

/** Seconds or a date, as HTTP has it. */
function retryAfterMs(
  value: string | undefined,
  now: number,
): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d{1,6}$/.test(value)
    ? Number(value) * 1000
    : Date.parse(value) - now;
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}

function isUntaken(outcome: HttpOutcome): boolean {
  return !(outcome instanceof TransportError) && untaken.has(outcome.status);
}

function isSuccess(outcome: HttpOutcome): outcome is HttpAnswer {
  return !(outcome instanceof TransportError) && outcome.status < 300;
}

/** Sends requests to one upstream: within its limits, again when that may help, never elsewhere. */
export class Transport {
  readonly origin: string;
  private readonly pool: HttpPool;
  private readonly gate: RequestGate;
  private readonly clock: Clock;
  private readonly random: () => number;
  private readonly timeoutMs: number;

  constructor(options: TransportOptions) {
    this.clock = options.clock ?? systemClock;
    this.random = options.random ?? Math.random;
    this.origin = options.origin;
    this.timeoutMs = options.timeoutMs;
    this.pool = new HttpPool(
      { ...options, connections: options.concurrency },
      this.clock,
    );
    this.gate = new RequestGate(options, this.clock);
  }

  /** Rejects with `TransportError` and nothing else. */
  async send(request: TransportRequest): Promise<HttpAnswer> {
    const deadline = this.clock.now() + this.timeoutMs;
    for (let attempt = 0; ; attempt++) {
      const outcome = await this.attempt(request);
      if (isSuccess(outcome)) return outcome;
      const wait = this.waitBefore(outcome, attempt);
      const again =
        attempt < RETRIES && (request.repeatable || isUntaken(outcome));
      if (!again || wait === undefined || this.clock.now() + wait > deadline) {
        if (outcome instanceof TransportError) throw outcome;
        return outcome;
      }
      await new Promise<void>(resolve => {
        this.clock.after(wait, resolve);
      });
    }
  }

  async close(): Promise<void> {
    await this.pool.close();
  }

  /** Milliseconds to the next try; undefined when another try is no use. */
  private waitBefore(
    outcome: HttpOutcome,
    attempt: number,
  ): number | undefined {
    const jittered = FIRST_RETRY_MS * 2 ** attempt * (0.5 + this.random());
    if (outcome instanceof TransportError) {
      return outcome.failure === 'unreachable' ? jittered : undefined;
    }
    const asked = retryAfterMs(outcome.retryAfter, this.clock.now());
    // A sealed Vault answers 503 without a time: asking again is no use.
    if (outcome.status === 503) return asked;
    // The gate holds the next try back; the jitter only spreads what it lets through.
    if (outcome.status === 429) return jittered / 4;
    return passing.has(outcome.status) ? jittered : undefined;
  }

  /** Never rejects. */
  private attempt(request: HttpRequest): Promise<HttpOutcome> {
    return new Promise(resolve => {
      if (this.gate.tryEnter()) this.exchange(request, resolve);
      else this.enterLater(request, resolve);
    });
  }

  /** For a request the gate has let in. */
  private exchange(
    request: HttpRequest,
    resolve: (outcome: HttpOutcome) => void,
  ): void {
    this.pool.send(request, outcome => {
      if (!(outcome instanceof TransportError)) this.judge(outcome);
      resolve(outcome);
      this.gate.leave();
    });
  }

  private enterLater(
    request: HttpRequest,
    resolve: (outcome: HttpOutcome) => void,
  ): void {
    const timer = { cancel: () => {} };
    let admitted = false;
    const giveUp = this.gate.wait(() => {
      admitted = true;
      timer.cancel();
      this.exchange(request, resolve);
    });
    if (admitted) return;
    timer.cancel = this.clock.after(this.timeoutMs, () => {
      giveUp();
      resolve(new TransportError('timeout'));
    });
  }

  private judge({ status, retryAfter }: HttpAnswer): void {
    if (status < 300) {
      this.gate.succeeded();
      return;
    }
    const asked = retryAfterMs(retryAfter, this.clock.now());
    if (status === 429 || (status === 503 && asked !== undefined)) {
      this.gate.pause(asked);
    } else if (status < 500) {
      this.gate.succeeded();
    }
  }
}
