import { setTimeout as sleep } from 'node:timers/promises';

import { Client } from 'pg';

import { KubernetesClient } from '../controllers/client/KubernetesClient';
import { resourceTypes } from '../controllers/client/kubernetesTypes';
import { VaultClient } from '../controllers/client/VaultClient';
import { podSchema, type Pod } from '../controllers/injector/podTypes';
import type { Sandbox } from '../startSandbox';

/** What tests ask a sandbox, as its administrator and over its own protocols. */
export class SandboxProbe {
  readonly kubernetes: KubernetesClient;
  readonly vault: VaultClient;

  constructor(readonly sandbox: Sandbox) {
    this.kubernetes = new KubernetesClient({
      url: sandbox.kubernetes.url,
      ca: sandbox.kubernetes.caPem,
      token: () => sandbox.kubernetes.token,
    });
    this.vault = new VaultClient(sandbox.vault.address);
  }

  async pods(namespace: string): Promise<Pod[]> {
    const { items } = await this.kubernetes.list(resourceTypes.pods, namespace);
    return items.map(item => podSchema.parse(item));
  }

  async warnings(namespace: string): Promise<string[]> {
    const { items } = await this.kubernetes.list(
      resourceTypes.events,
      namespace,
    );
    return items
      .filter(event => event.type === 'Warning')
      .map(event => `${String(event.reason)}: ${String(event.message)}`);
  }

  async leases(role: string): Promise<string[]> {
    const prefix = `database/creds/${role}/`;
    const answer = await this.read('LIST', `sys/leases/lookup/${prefix}`).catch(
      () => undefined,
    );
    const keys = answer?.keys;
    return Array.isArray(keys) ? keys.map(key => `${prefix}${key}`) : [];
  }

  async read(
    method: 'GET' | 'LIST',
    path: string,
    token = this.sandbox.vault.token,
  ): Promise<Record<string, unknown>> {
    const { data } = await this.vault.call({ method, path, token });
    return data ?? {};
  }

  async write(path: string, body: Record<string, unknown>) {
    const { token } = this.sandbox.vault;
    return this.vault.call({ method: 'PUT', path, token, body });
  }

  /** Answers who the database says we are, or throws as the server refuses. */
  async logIn(database: string, user: string, password: string) {
    const { host, port } = this.sandbox.postgres;
    const client = new Client({ host, port, database, user, password });
    await client.connect();
    try {
      const { rows } = await client.query<{ who: string }>(
        'SELECT current_user AS who',
      );
      return rows[0].who;
    } finally {
      await client.end();
    }
  }

  close(): void {
    this.kubernetes.close();
    this.vault.close();
  }
}

/** Repeats a look until it shows what is expected; fails with the last look. */
export async function eventually<T>(
  look: () => Promise<T>,
  expected: (seen: T) => boolean,
  withinMs = 45_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (expected(seen)) return seen;
    if (Date.now() > deadline)
      throw new Error(
        `not seen within ${withinMs} ms; last: ${JSON.stringify(seen)}`,
      );
    await sleep(100);
  }
}
