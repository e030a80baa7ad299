import { SignalApi } from '@backstage/plugin-signals-react';

type Heard = Parameters<SignalApi['subscribe']>[1];

/** A connection for signals that a test speaks over. */
export class FakeSignalApi implements SignalApi {
  private readonly listeners = new Map<string, Set<Heard>>();

  subscribe(channel: string, onMessage: (message: never) => void) {
    const listeners = this.listeners.get(channel) ?? new Set<Heard>();
    this.listeners.set(channel, listeners);
    // Who listens knows what the channel carries; the port says so by a type parameter.
    const listener = onMessage as Heard;
    listeners.add(listener);
    return { unsubscribe: () => listeners.delete(listener) };
  }

  publish(channel: string, message: Parameters<Heard>[0]): void {
    for (const listener of this.listeners.get(channel) ?? []) listener(message);
  }

  listenersOf(channel: string): number {
    return this.listeners.get(channel)?.size ?? 0;
  }
}
