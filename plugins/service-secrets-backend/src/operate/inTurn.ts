import { UpstreamError } from 'backstage-plugin-service-secrets-node';

import { describeFailure } from '../collect/failure';

/** How it went with one of many: an answer, or why not in words that may be shown. */
export type Outcome<T, R> =
  | { readonly item: T; readonly result: R }
  | { readonly item: T; readonly reason: string };

const AT_ONCE = 4;

const ofTheServer: ReadonlySet<string> = new Set([
  'sealed',
  'unreachable',
  'timeout',
  'rate-limited',
]);

/** Whether the next one would fail for the same reason: the server does not answer, or a right is missing. */
function isGeneral(error: unknown): boolean {
  if (!(error instanceof UpstreamError)) return true;
  return ofTheServer.has(error.code) || error.missingRule !== undefined;
}

function reasonOf(error: unknown, target: string): string {
  const { message, missingRule } = describeFailure(error, target);
  return missingRule
    ? `${message}; the rule that is missing: ${missingRule}`
    : message;
}

/**
 * Does something with each, a few at once. A failure that is not of the one
 * item alone ends it: what was not tried is told apart from what failed.
 */
export async function inTurn<T, R>(
  items: readonly T[],
  target: string,
  act: (item: T) => Promise<R>,
): Promise<Outcome<T, R>[]> {
  const outcomes: Outcome<T, R>[] = [];
  let next = 0;
  let stopped: string | undefined;
  const worker = async () => {
    while (next < items.length) {
      const item = items[next++];
      if (stopped) {
        outcomes.push({ item, reason: `Not tried: ${stopped}` });
        continue;
      }
      try {
        outcomes.push({ item, result: await act(item) });
      } catch (error) {
        const reason = reasonOf(error, target);
        outcomes.push({ item, reason });
        if (isGeneral(error)) stopped = reason;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return outcomes;
}
