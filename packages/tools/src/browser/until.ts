/** Waits until a condition holds; says what was waited for when it never does. */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    if (await holds()) return;
    await new Promise(resolve => setTimeout(resolve, 250));
  }
  throw new Error(`Not so within ${timeoutMs / 1000} s: ${what}`);
}
