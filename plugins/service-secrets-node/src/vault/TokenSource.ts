import type { Clock } from '../upstream/Clock';
import { TransportError } from '../upstream/TransportError';
import { UpstreamError } from '../upstream/UpstreamError';

/** A token and how long it lives. */
export interface Grant {
  readonly token: string;
  /** 0: until it is revoked, as far as we know. */
  readonly ttlSeconds: number;
  readonly renewable: boolean;
  /** Whether it was made for us, so that it is ours to revoke. */
  readonly own: boolean;
}

/** What a token source asks of Vault. */
export interface TokenCalls {
  /** Gets a token; reads its files anew each time. */
  login(): Promise<Grant>;
  renew(token: string): Promise<Pick<Grant, 'ttlSeconds' | 'renewable'>>;
  revoke(token: string): Promise<void>;
  /** Whether Vault still knows the token. */
  isKnown(token: string): Promise<boolean>;
}

/** Clock and chance, so that tests need neither wait nor guess. */
export interface TokenSourceOptions {
  readonly clock: Clock;
  /** Between 0 and 1. */
  readonly random: () => number;
}

interface Held {
  readonly grant: Grant;
  readonly expiresAt: number;
}

/** The part of its life after which a token is renewed, and up to a tenth more by chance. */
const RENEW_AT = 2 / 3;
const FIRST_COOLDOWN_MS = 500;
const LONGEST_COOLDOWN_MS = 30_000;

/**
 * Keeps one valid token. Callers at the same moment share one login; the token
 * is renewed in good time, replaced when it nears its end for good, and revoked
 * when we stop.
 */
export class TokenSource {
  private held?: Held;
  private loggingIn?: Promise<string>;
  private checking?: {
    readonly token: string;
    readonly known: Promise<boolean>;
  };
  private cancelRenewal?: () => void;
  private closed = false;
  private failure?: { readonly error: unknown; readonly until: number };
  private cooldown = FIRST_COOLDOWN_MS;

  constructor(
    private readonly calls: TokenCalls,
    private readonly options: TokenSourceOptions,
  ) {}

  /** The token in hand, while it is valid as far as we know; saves most requests a promise. */
  current(): string | undefined {
    const { held } = this;
    return held && this.options.clock.now() < held.expiresAt
      ? held.grant.token
      : undefined;
  }

  /** A token that is valid as far as we know. */
  async token(): Promise<string> {
    return this.current() ?? this.login();
  }

  /** Vault refused this token; answers whether another one is worth a try. */
  async refused(token: string): Promise<boolean> {
    if (this.held && this.held.grant.token !== token) return true;
    if (this.checking?.token !== token) {
      const known = this.calls.isKnown(token).finally(() => {
        this.checking = undefined;
      });
      this.checking = { token, known };
    }
    if (await this.checking.known) return false;
    if (this.held?.grant.token === token) this.drop();
    return true;
  }

  /** Revokes the token when it is ours; the source gives none any more. */
  async close(): Promise<void> {
    this.closed = true;
    await this.release();
  }

  /** Revokes the token when it is ours; who needs one later causes a new login. */
  async release(): Promise<void> {
    // Without a wait in between: whoever asks next must not get what is about to end.
    if (this.loggingIn) await this.loggingIn.catch(() => undefined);
    const { held } = this;
    this.drop();
    if (held) await this.discard(held.grant);
  }

  private async login(): Promise<string> {
    if (this.closed) throw new TransportError('closed');
    if (!this.loggingIn) {
      const { failure } = this;
      if (failure && this.options.clock.now() < failure.until) {
        throw failure.error;
      }
      this.loggingIn = this.loginOnce().finally(() => {
        this.loggingIn = undefined;
      });
    }
    return this.loggingIn;
  }

  private async loginOnce(): Promise<string> {
    const before = this.held;
    try {
      const grant = await this.calls.login();
      this.failure = undefined;
      this.cooldown = FIRST_COOLDOWN_MS;
      this.hold(grant);
      if (before && before.grant.token !== grant.token) {
        void this.discard(before.grant);
      }
      return grant.token;
    } catch (error) {
      const now = this.options.clock.now();
      this.failure = { error, until: now + this.cooldown };
      this.cooldown = Math.min(this.cooldown * 2, LONGEST_COOLDOWN_MS);
      throw error;
    }
  }

  private hold(grant: Grant): void {
    const lifeMs = grant.ttlSeconds * 1000;
    const expiresAt =
      lifeMs > 0 ? this.options.clock.now() + lifeMs : Number.POSITIVE_INFINITY;
    this.held = { grant, expiresAt };
    this.cancelRenewal?.();
    this.cancelRenewal = undefined;
    if (lifeMs > 0 && !this.closed) {
      this.renewIn(lifeMs * RENEW_AT * (1 + 0.1 * this.options.random()));
    }
  }

  private renewIn(ms: number): void {
    this.cancelRenewal = this.options.clock.after(ms, () => {
      void this.renew();
    });
  }

  /** Never rejects: what fails here shows at the next request. */
  private async renew(): Promise<void> {
    const { held } = this;
    if (!held || this.closed) return;
    if (!held.grant.renewable) {
      await this.replace(held);
      return;
    }
    try {
      const renewed = await this.calls.renew(held.grant.token);
      if (this.held !== held) return;
      // Less than asked for means that the end for good is near.
      const shrunk = renewed.ttlSeconds < held.grant.ttlSeconds / 2;
      if (shrunk) await this.replace(held);
      else this.hold({ ...held.grant, renewable: renewed.renewable });
    } catch (error) {
      if (this.held !== held) return;
      const passing = error instanceof UpstreamError && error.retryable;
      if (passing) this.tryAgain(held);
      else await this.replace(held);
    }
  }

  private async replace(held: Held): Promise<void> {
    try {
      await this.login();
    } catch {
      if (this.held === held) this.tryAgain(held);
    }
  }

  /** Half of what is left each time, until nothing is. */
  private tryAgain(held: Held): void {
    const left = held.expiresAt - this.options.clock.now();
    if (left > 1000 && !this.closed) this.renewIn(left / 2);
  }

  private drop(): void {
    this.cancelRenewal?.();
    this.cancelRenewal = undefined;
    this.held = undefined;
  }

  /** Best effort: a token that cannot be revoked now ends by itself. */
  private async discard({ own, token }: Grant): Promise<void> {
    if (own) await this.calls.revoke(token).catch(() => undefined);
  }
}
