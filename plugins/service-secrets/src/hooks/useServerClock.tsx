import {
  createContext,
  ReactNode,
  useCallback,
  useContext,
  useMemo,
  useSyncExternalStore,
} from 'react';

import { ticker } from './ticker';

/** The server's clock: what it said, and when on the browser's monotonic clock it was heard. */
export interface ServerClock {
  /** Milliseconds since the epoch, by the server. */
  readonly served: number;
  /** `performance.now()` when the answer arrived. */
  readonly received: number;
}

const ServerClockContext = createContext<ServerClock | undefined>(undefined);

/** The server's time, carried on from its last answer; the browser's own clock has no say. */
export function serverNow(clock: ServerClock, monotonic: number): number {
  return clock.served + Math.max(0, monotonic - clock.received);
}

/** Gives everything below the server's clock. */
export function ServerClockProvider(props: {
  readonly servedAt: string;
  readonly received: number;
  readonly children: ReactNode;
}) {
  const { servedAt, received, children } = props;
  const clock = useMemo(
    () => ({ served: Date.parse(servedAt), received }),
    [servedAt, received],
  );
  return (
    <ServerClockContext.Provider value={clock}>
      {children}
    </ServerClockContext.Provider>
  );
}

function useClock(): ServerClock {
  const clock = useContext(ServerClockContext);
  if (!clock) throw new Error('A countdown stands outside ServerClockProvider');
  return clock;
}

/**
 * Something computed from the server's time, such as `41 min`. The component
 * renders again only when the result changes, not at every tick.
 */
export function useServerClock<T extends string | number | undefined>(
  select: (now: number) => T,
): T {
  const clock = useClock();
  const snapshot = () => select(serverNow(clock, ticker.lastTick()));
  return useSyncExternalStore(ticker.subscribe, snapshot);
}

/** The server's time at the moment of the call, for what happens on a click. */
export function useServerNow(): () => number {
  const clock = useClock();
  return useCallback(() => serverNow(clock, performance.now()), [clock]);
}
