/** A question to repeat until the answer is right. */
export interface WaitOptions {
  readonly url: string;
  readonly timeoutMs: number;
  /** Default: any 2xx. */
  readonly accept?: (response: Response) => boolean | Promise<boolean>;
  /** Rejecting ends the wait at once, such as the exit of the process that should answer. */
  readonly abandon?: Promise<never>;
}

const PAUSE_MS = 250;
const REQUEST_TIMEOUT_MS = 5000;

async function answers({ url, accept }: WaitOptions): Promise<boolean> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    return accept ? await accept(response) : response.ok;
  } catch {
    // Not listening yet, or not answering yet: the reason to wait.
    return false;
  }
}

async function poll(
  options: WaitOptions,
  isOver: () => boolean,
): Promise<void> {
  const until = Date.now() + options.timeoutMs;
  while (Date.now() < until) {
    if (isOver() || (await answers(options))) return;
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(
    `${options.url} did not answer within ${options.timeoutMs / 1000} s.`,
  );
}

/** Waits until a URL answers as it should. */
export async function waitForHttp(options: WaitOptions): Promise<void> {
  let over = false;
  const done = poll(options, () => over);
  try {
    await (options.abandon ? Promise.race([done, options.abandon]) : done);
  } finally {
    over = true;
  }
}
