import { setTimeout as sleep } from 'node:timers/promises';

import { VaultError } from '../client/VaultClient';
import {
  AgentSession,
  TokenExhausted,
  type AgentHost,
  type NextStep,
} from './AgentSession';

/** How a pod's agents fare. */
export interface AgentState {
  readonly phase: 'starting' | 'crashed' | 'running' | 'sidecar-failed';
  readonly restarts: number;
  /** The line the agent logged last, when something failed. */
  readonly problem?: string;
}

/** How patient an agent is. */
export interface AgentTiming {
  /** Attempts per template before the agent exits; consul-template's default is 12. */
  readonly attempts: number;
  /** First wait between attempts, doubling up to a minute. */
  readonly retryMs: number;
  /** First wait of the kubelet before it restarts the container, doubling up to five minutes. */
  readonly restartMs: number;
}

/** The agent's own defaults. */
export const agentTiming: AgentTiming = {
  attempts: 12,
  retryMs: 250,
  restartMs: 10_000,
};

/** What the pod tells its surroundings. */
export interface PodAgentOptions extends AgentHost {
  readonly timing: AgentTiming;
  readonly onState: (state: AgentState) => void;
  /** One line of the agent's log that a person should see. */
  readonly onWarning: (line: string) => void;
}

class AgentExit extends Error {}

const MINUTE_MS = 60_000;

/** The init container and the sidecar of one pod. */
export class PodAgent {
  private readonly stopped = new AbortController();
  private readonly sessions: AgentSession[] = [];
  private state: AgentState = { phase: 'starting', restarts: 0 };

  constructor(private readonly options: PodAgentOptions) {}

  start(): void {
    void this.run().catch(() => undefined);
  }

  /** Ends the agents; with `agent-revoke-on-shutdown` the sidecar's token goes too. */
  async stop(): Promise<void> {
    this.stopped.abort();
    const { settings } = this.options;
    if (!settings.revokeOnShutdown || !settings.sidecar) return;
    await this.sessions.at(-1)?.revoke();
  }

  /** What a container does that ends with `vault token revoke -self`. */
  async revokeAll(): Promise<void> {
    for (const session of this.sessions) await session.revoke();
  }

  private get signal(): AbortSignal {
    return this.stopped.signal;
  }

  private async run(): Promise<void> {
    const session = await this.untilStarted();
    this.set({ phase: 'running', problem: undefined });
    const { settings } = this.options;
    if (!settings.sidecar) return;
    const shares = settings.cache || !settings.initContainer;
    await this.keep(shares ? session : undefined);
  }

  /** The init container's life, restarted by the kubelet after every exit. */
  private async untilStarted(): Promise<AgentSession> {
    for (;;) {
      try {
        return await this.begin();
      } catch (error) {
        if (!(error instanceof AgentExit)) throw error;
        const restarts = this.state.restarts + 1;
        this.set({ phase: 'crashed', restarts, problem: error.message });
        await this.pause(
          Math.min(
            this.options.timing.restartMs * 2 ** (restarts - 1),
            5 * MINUTE_MS,
          ),
        );
      }
    }
  }

  private async begin(): Promise<AgentSession> {
    const session = new AgentSession(this.options);
    await this.login(session);
    this.sessions.push(session);
    await this.render(session);
    return session;
  }

  /** Auto-auth retries for ever unless told to exit. */
  private async login(session: AgentSession): Promise<void> {
    const { settings } = this.options;
    for (let wait = settings.minBackoffMs; ; wait *= 2) {
      try {
        await session.login();
        return;
      } catch (error) {
        const line = `error authenticating: ${textOf(error)}`;
        this.fail(line);
        if (settings.exitOnAuthError) throw new AgentExit(line);
        await this.pause(Math.min(wait, settings.maxBackoffMs));
      }
    }
  }

  private async render(session: AgentSession): Promise<void> {
    const { timing, settings } = this.options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await session.renderAll();
        return;
      } catch (error) {
        const line = textOf(error);
        this.fail(`template server error: ${line}`);
        if (attempt >= timing.attempts && settings.exitOnRetryFailure)
          throw new AgentExit(`template server error: ${line}`);
        await this.pause(
          Math.min(timing.retryMs * 2 ** (attempt - 1), MINUTE_MS),
        );
      }
    }
  }

  /** The sidecar: renews, reads anew, logs in anew, and starts over after a failure. */
  private async keep(first: AgentSession | undefined): Promise<void> {
    let session = first;
    while (!this.signal.aborted) {
      try {
        session ??= await this.begin();
        this.set({ phase: 'running', problem: undefined });
        await this.follow(session.upkeep());
      } catch (error) {
        this.signal.throwIfAborted();
        if (!(error instanceof TokenExhausted)) {
          this.fail(textOf(error));
          this.set({ phase: 'sidecar-failed' });
          await this.pause(this.options.timing.retryMs * 4);
        }
      }
      session = undefined;
    }
  }

  private async follow(steps: NextStep[]): Promise<void> {
    if (steps.length === 0) await this.pause(24 * 60 * MINUTE_MS);
    const round = new AbortController();
    const signal = AbortSignal.any([round.signal, this.signal]);
    try {
      await Promise.all(steps.map(step => this.followStep(step, signal)));
    } finally {
      round.abort();
    }
  }

  /** A server that is away or in trouble is asked again; a refusal ends the session. */
  private async followStep(first: NextStep, signal: AbortSignal) {
    let step: NextStep | undefined = first;
    while (step !== undefined) {
      const current: NextStep = step;
      await sleep(current.afterMs, undefined, { signal, ref: false });
      try {
        step = await current.run();
      } catch (error) {
        signal.throwIfAborted();
        if (!isTransient(error)) throw error;
        this.fail(textOf(error));
        step = { ...current, afterMs: this.options.timing.retryMs * 8 };
      }
    }
  }

  private fail(line: string): void {
    this.signal.throwIfAborted();
    this.set({ problem: line });
    this.options.onWarning(line);
  }

  private set(change: Partial<AgentState>): void {
    if (this.signal.aborted) return;
    this.state = { ...this.state, ...change };
    this.options.onState(this.state);
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.signal, ref: false });
  }
}

function isTransient(error: unknown): boolean {
  if (error instanceof TokenExhausted) return false;
  const cause = error instanceof Error ? error.cause : undefined;
  const refused = [error, cause].find(e => e instanceof VaultError);
  return !(refused instanceof VaultError && refused.status < 500);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
