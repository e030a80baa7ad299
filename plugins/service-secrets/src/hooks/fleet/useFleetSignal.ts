import { useSignal } from '@backstage/plugin-signals-react';
import { fleetSignalChannel } from 'backstage-plugin-service-secrets-common';
import { useCallback, useEffect, useRef, useState } from 'react';

/** A burst of signals is one reason to ask. */
const GATHER_MS = 500;
/** A signal reaches every open page at once; they must not all ask at once. */
const SPREAD_MS = 1_000;

/** Whether signals come, and how to say that one did not. */
export interface FleetSignal {
  /** One came, and none is known to have been missed since. */
  readonly heard: boolean;
  /** A change was found that no signal told of: the connection is down. */
  readonly doubt: () => void;
}

/**
 * Calls when the backend says that the fleet changed: once for a burst, and
 * for a hidden tab once it is looked at. A plugin that is installed may still
 * have no connection, so only signals that came are trusted.
 */
export function useFleetSignal(onSignal: () => void): FleetSignal {
  const { lastSignal } = useSignal(fleetSignalChannel);
  const [heard, setHeard] = useState(false);
  const latest = useRef(onSignal);
  latest.current = onSignal;
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const waiting = useRef(false);

  const tell = useCallback(() => {
    timer.current = undefined;
    if (document.hidden || !waiting.current) return;
    waiting.current = false;
    latest.current();
  }, []);
  useEffect(() => {
    if (!lastSignal) return;
    setHeard(true);
    waiting.current = true;
    timer.current ??= setTimeout(tell, GATHER_MS + SPREAD_MS * Math.random());
  }, [lastSignal, tell]);
  useEffect(() => {
    const follow = () => {
      if (!document.hidden && timer.current === undefined) tell();
    };
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [tell]);

  const doubt = useCallback(() => setHeard(false), []);
  return { heard, doubt };
}
