import type { z } from 'zod';

import type { LoginConfig } from '../config';
import { Clock, systemClock } from '../upstream/Clock';
import { logInWith } from './login/logInWith';
import { VaultRequest, vaultPaths } from './paths';
import { badAnswer, problemOfAnswer, problemOfThrown } from './problemOf';
import { loginAnswer } from './schema';
import { Grant, TokenSource } from './TokenSource';
import type { SendToVault, VaultAnswer } from './VaultAnswer';

/** One identity at one instance. */
export interface VaultSessionOptions {
  /** The operator's name of the instance. */
  readonly target: string;
  readonly send: SendToVault;
  readonly login: LoginConfig;
  readonly clock?: Clock;
  /** Between 0 and 1; for tests. */
  readonly random?: () => number;
}

/** Sends requests as one identity and turns every failure into a `VaultError`. */
export class VaultSession {
  readonly target: string;
  private readonly send: SendToVault;
  private readonly tokens: TokenSource;
  /** Requests on their way with our token. */
  private underWay = 0;
  private isReleaseDue = false;

  constructor({
    target,
    send,
    login,
    clock = systemClock,
    random = Math.random,
  }: VaultSessionOptions) {
    this.target = target;
    this.send = send;
    this.tokens = new TokenSource(
      {
        login: () =>
          logInWith(login, {
            target,
            logIn: (mount, credentials) => this.logIn(mount, credentials),
          }),
        renew: token => this.renew(token),
        revoke: async token => {
          await this.sendChecked(vaultPaths.revokeSelf(), token);
        },
        isKnown: token => this.isKnown(token),
      },
      { clock, random },
    );
  }

  /** Makes a request; a name that is not legal throws here, before anything is sent. */
  prepare(makeRequest: () => VaultRequest): VaultRequest {
    try {
      return makeRequest();
    } catch (error) {
      throw problemOfThrown(error, 'make a request', this.target);
    }
  }

  /** Sends a request with our token; a token Vault has lost is replaced once. */
  async call(request: VaultRequest): Promise<VaultAnswer> {
    this.underWay += 1;
    try {
      return await this.callWithToken(request);
    } catch (error) {
      throw problemOfThrown(error, request.operation, this.target);
    } finally {
      this.underWay -= 1;
      if (this.isReleaseDue) await this.release();
    }
  }

  /** Sends a request without a token. */
  async callOpenly(request: VaultRequest): Promise<VaultAnswer> {
    try {
      return await this.send(request);
    } catch (error) {
      throw problemOfThrown(error, request.operation, this.target);
    }
  }

  /** What a successful answer says; throws for any other. */
  read<T>(schema: z.ZodType<T>, answer: VaultAnswer, request: VaultRequest): T {
    if (answer.status !== 200) {
      throw problemOfAnswer(answer, request, this.target);
    }
    const parsed = schema.safeParse(answer.body);
    if (parsed.success) return parsed.data;
    throw badAnswer(request, this.target);
  }

  /** Revokes the token when it is ours. */
  async close(): Promise<void> {
    await this.tokens.close();
  }

  /**
   * Revokes the token when it is ours; the next call logs in anew. Others may
   * share the session: while a request of theirs is on its way with the token
   * it stays, and goes when the last of them is answered.
   */
  async release(): Promise<void> {
    this.isReleaseDue = this.underWay > 0;
    if (!this.isReleaseDue) await this.tokens.release();
  }

  private async callWithToken(request: VaultRequest): Promise<VaultAnswer> {
    const token = this.tokens.current() ?? (await this.tokens.token());
    const answer = await this.send(request, token);
    if (answer.status !== 403 || !(await this.tokens.refused(token))) {
      return answer;
    }
    return this.send(request, await this.tokens.token());
  }

  private async logIn(
    mount: string,
    credentials: Readonly<Record<string, unknown>>,
  ): Promise<Grant> {
    const request = vaultPaths.login(mount, credentials);
    const answer = await this.sendChecked(request);
    return { ...this.read(loginAnswer, answer, request), own: true };
  }

  private async renew(
    token: string,
  ): Promise<Pick<Grant, 'ttlSeconds' | 'renewable'>> {
    const request = vaultPaths.renewSelf();
    const answer = await this.sendChecked(request, token);
    return this.read(loginAnswer, answer, request);
  }

  /** A token that Vault cannot be asked about counts as known: logging in anew would not help. */
  private async isKnown(token: string): Promise<boolean> {
    try {
      const { status } = await this.send(vaultPaths.lookupSelf(), token);
      return status !== 403;
    } catch {
      return true;
    }
  }

  private async sendChecked(
    request: VaultRequest,
    token?: string,
  ): Promise<VaultAnswer> {
    try {
      return await this.send(request, token);
    } catch (error) {
      throw problemOfThrown(error, request.operation, this.target);
    }
  }
}
