import { sameCredentials } from './credentials.js';

/** What PostgreSQL answers to a login that is no longer good. */
const LOGIN_REFUSED = new Set(['28P01', '28000']);

/**
 * The service's way to its database, whose user changes while it runs. After
 * `reload` new queries use the new user; those under way finish as the old
 * one, and only then are its connections closed. No query fails for it.
 */
export class RotatingPool {
  #read;
  #open;
  #log;
  #current;
  #reloading;
  #retiring = new Set();

  constructor({ read, open, log = () => {} }) {
    this.#read = read;
    this.#open = open;
    this.#log = log;
  }

  /** Reads the credentials and opens the first pool; throws when that fails. */
  async start() {
    this.#current = await this.#makePool(await this.#read());
  }

  /** Looks for new credentials. Calls at the same time share one look; a failure keeps what works. */
  reload() {
    this.#reloading ??= this.#swap()
      .catch(error => {
        this.#log(`keeping the database user in use: ${error.message}`);
        return false;
      })
      .finally(() => {
        this.#reloading = undefined;
      });
    return this.#reloading;
  }

  async query(text, values) {
    try {
      return await this.#run(text, values);
    } catch (error) {
      // A refused login ran nothing, so trying again is safe; new credentials may be there already.
      if (!LOGIN_REFUSED.has(error.code) || !(await this.reload())) throw error;
      return this.#run(text, values);
    }
  }

  /** Waits for the queries under way and closes everything. */
  async stop() {
    await this.#reloading;
    if (this.#current) this.#retire(this.#current);
    await Promise.all([...this.#retiring].map(entry => entry.closed));
  }

  async #swap() {
    const credentials = await this.#read();
    if (sameCredentials(credentials, this.#current.credentials)) return false;
    const next = await this.#makePool(credentials);
    const old = this.#current;
    this.#current = next;
    this.#retire(old);
    this.#log('took over new database credentials');
    return true;
  }

  async #makePool(credentials) {
    const pool = await this.#open(credentials);
    const entry = { credentials, pool, users: 0 };
    entry.closed = new Promise(resolve => {
      entry.close = () =>
        pool
          .end()
          .catch(error => this.#log(`closing a pool: ${error.message}`))
          .then(resolve);
    });
    return entry;
  }

  async #run(text, values) {
    const entry = this.#current;
    entry.users += 1;
    try {
      return await entry.pool.query(text, values);
    } finally {
      entry.users -= 1;
      this.#closeIfUnused(entry);
    }
  }

  #retire(entry) {
    this.#retiring.add(entry);
    this.#closeIfUnused(entry);
  }

  /** Not before its last query is done: a pool that is ended forgets those still waiting for a connection. */
  #closeIfUnused(entry) {
    if (entry.users > 0 || !this.#retiring.has(entry) || entry.closing) return;
    entry.closing = true;
    entry.close();
    entry.closed.finally(() => this.#retiring.delete(entry));
  }
}
