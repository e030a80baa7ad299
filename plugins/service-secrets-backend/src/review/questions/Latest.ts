/**
 * Something that is read again for whoever asks, starting from what was read
 * before. Nobody gets a reading that began before they asked, which may miss
 * what they have just written; those who wait share the next one.
 */
export class Latest<T> {
  private running: Promise<unknown> = Promise.resolve();
  private next?: Promise<T>;

  constructor(
    private known: T,
    private readonly read: (known: T) => Promise<T>,
  ) {}

  get(): Promise<T> {
    this.next ??= this.after(this.running);
    return this.next;
  }

  private after(running: Promise<unknown>): Promise<T> {
    const reading = running.then(async () => {
      this.next = undefined;
      this.known = await this.read(this.known);
      return this.known;
    });
    // Whoever asked is told of a failure; the next one tries again.
    this.running = reading.catch(() => undefined);
    return reading;
  }
}
