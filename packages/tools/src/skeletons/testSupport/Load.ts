import { Agent, get } from 'node:http';

/** Requests to a service, all under way at the same time; counts those that fail. */
export class Load {
  readonly failures: string[] = [];
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 200 });
  #answered = 0;
  #asked = 0;

  constructor(private readonly url: string) {}

  get answered(): number {
    return this.#answered;
  }

  get underWay(): number {
    return this.#asked - this.#answered;
  }

  /** One request; a failure is noted, not thrown. */
  async ask(): Promise<void> {
    this.#asked += 1;
    try {
      const status = await this.#request();
      if (status !== 200) this.failures.push(`status ${status}`);
    } catch (error) {
      this.failures.push(String(error));
    }
    this.#answered += 1;
  }

  /** Asks without a pause, with many at a time, until the work is done. */
  async during<T>(work: Promise<T>, atATime = 50): Promise<T> {
    let over = false;
    const client = async () => {
      while (!over) await this.ask();
    };
    const clients = Array.from({ length: atATime }, client);
    try {
      return await work;
    } finally {
      over = true;
      await Promise.all(clients);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #request(): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      get(this.url, { agent: this.#agent, timeout: 20_000 }, response => {
        response.resume();
        response.once('end', () => resolve(response.statusCode));
        response.once('error', reject);
      })
        .once('timeout', () => reject(new Error('no answer within 20 s')))
        .once('error', reject);
    });
  }
}
