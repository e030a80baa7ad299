/** Counts the calls of a fake by method and makes chosen methods fail. */
export class CallRecorder<Method extends string, Code> {
  private readonly counts = new Map<Method, number>();
  private readonly failures = new Map<Method, Code>();

  /** How often a method was called; all calls together without one. */
  count(method?: Method): number {
    if (method) return this.counts.get(method) ?? 0;
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  fail(method: Method, code: Code): void {
    this.failures.set(method, code);
  }

  recover(method?: Method): void {
    if (method) this.failures.delete(method);
    else this.failures.clear();
  }

  /** Notes a call and tells how it must fail, if it must. */
  note(method: Method): Code | undefined {
    this.counts.set(method, this.count(method) + 1);
    return this.failures.get(method);
  }

  reset(): void {
    this.counts.clear();
  }
}
