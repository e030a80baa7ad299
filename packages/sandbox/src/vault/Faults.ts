/** Switches that make the server misbehave the way a real one may. */
export interface Faults {
  /** 503 for everything but the status endpoints. */
  sealed: boolean;
  /** 429 from sys/health, 500 from everything else: a standby without an active node. */
  standby: boolean;
  /** 429 with `Retry-After` for every path a rate quota covers, until `requests` have been refused. */
  rateLimit?: { retryAfterSeconds: number; requests?: number };
  /** Added to every answer. */
  latencyMilliseconds: number;
  /** Answers matching paths (below `/v1/`) with this status and these errors. */
  failPaths?: { pattern: RegExp; status: number; errors: string[] };
}

/** Nothing is wrong. */
export function noFaults(): Faults {
  return { sealed: false, standby: false, latencyMilliseconds: 0 };
}
