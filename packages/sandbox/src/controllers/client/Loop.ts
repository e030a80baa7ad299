const RETRY_MS = 1000;
/** Guards against a clock that jumps and against the 32-bit limit of timers. */
const LONGEST_WAIT_MS = 60 * 60 * 1000;

/** Answers when to look again although nothing changes, in milliseconds; undefined to wait for a change. */
type Reconcile = () => Promise<number | undefined>;

/** Runs a reconciliation whenever something changed: never twice at once, and once more when a change came in meanwhile. */
export class Loop {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = false;

  private reconcile: Reconcile | undefined;

  constructor(private readonly onError: (error: unknown) => void) {}

  /** What a round does; triggers before this are remembered as one. */
  begin(reconcile: Reconcile): void {
    this.reconcile = reconcile;
    this.trigger();
  }

  /** Asks for a round after `delayMs`; an earlier round that is due already serves too. */
  trigger(delayMs = 20): void {
    if (this.stopped || !this.reconcile) return;
    if (this.running !== undefined) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.start(), delayMs);
    this.timer.unref();
  }

  /** No round starts afterwards; waits for the one that is running. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private start(): void {
    this.again = false;
    this.running = this.round();
  }

  private async round(): Promise<void> {
    const next = await this.reconcile?.().catch(error => {
      this.onError(error);
      return RETRY_MS;
    });
    this.running = undefined;
    if (this.again) this.trigger();
    else if (next !== undefined)
      this.trigger(Math.min(Math.max(next, 20), LONGEST_WAIT_MS));
  }
}
