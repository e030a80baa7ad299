import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox } from '@service-secrets/sandbox';
import { Client } from 'pg';
import { parse } from 'yaml';

import type { RenderedCredentials } from './SkeletonService';

const DATABASE = 'myapp';

/** A credential with the lease it ends with. */
export interface Leased {
  readonly credentials: RenderedCredentials;
  readonly leaseId: string;
}

interface Profile {
  readonly id: string;
  readonly creationStatements: readonly string[];
  readonly revocationStatements: readonly string[];
}

/** Users of the demo's shop database, made by Vault with the statement profiles of app-config.yaml. */
export class DemoDatabase {
  constructor(
    private readonly sandbox: Sandbox,
    private readonly root: string,
  ) {}

  /** Makes a database role the way the demo's operator lets services have one. */
  async makeRole(role: string, profileId: string): Promise<void> {
    const text = await readFile(
      path.join(this.root, 'app-config.yaml'),
      'utf8',
    );
    const profiles: Profile[] =
      parse(text).serviceSecrets.provision.statementProfiles;
    const profile = profiles.find(({ id }) => id === profileId);
    if (!profile)
      throw new Error(`app-config.yaml has no profile ${profileId}.`);
    const config = `database/config/${DATABASE}`;
    const { data } = await this.#vault('GET', config);
    await this.#vault('PUT', config, {
      allowed_roles: [...data.allowed_roles, role],
    });
    await this.#vault('PUT', `database/roles/${role}`, {
      db_name: DATABASE,
      creation_statements: profile.creationStatements,
      revocation_statements: profile.revocationStatements,
      default_ttl: 3600,
      max_ttl: 7200,
    });
  }

  async lease(role: string): Promise<Leased> {
    const { data, lease_id } = await this.#vault(
      'GET',
      `database/creds/${role}`,
    );
    const { host, port } = this.sandbox.postgres;
    return {
      leaseId: lease_id,
      credentials: {
        username: data.username,
        password: data.password,
        host,
        port,
        database: DATABASE,
        sslMode: 'verify-full',
      },
    };
  }

  async revoke({ leaseId }: Leased): Promise<void> {
    const body = { lease_id: leaseId, sync: true };
    await this.#vault('PUT', 'sys/leases/revoke', body);
  }

  async sessionsOf(username: string): Promise<number> {
    return this.#count('pg_stat_activity WHERE usename', username);
  }

  async userExists(username: string): Promise<boolean> {
    return (await this.#count('pg_roles WHERE rolname', username)) > 0;
  }

  /** Waits until one user has no session left and the other has some. */
  async untilHandedOver(from: Leased, to: Leased): Promise<void> {
    const until = Date.now() + 20_000;
    while (
      (await this.sessionsOf(from.credentials.username)) > 0 ||
      (await this.sessionsOf(to.credentials.username)) === 0
    ) {
      if (Date.now() > until)
        throw new Error('The service did not take over the new user in 20 s.');
      await sleep(50);
    }
  }

  /** Runs work with a session of a user. */
  async asUser<T>(
    { credentials: c }: Leased,
    work: (client: Client) => Promise<T>,
  ): Promise<T> {
    const client = new Client({ ...c, user: c.username });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  async #count(where: string, username: string): Promise<number> {
    const client = new Client(this.sandbox.postgres.url());
    await client.connect();
    try {
      const { rows } = await client.query<{ count: string }>(
        `SELECT count(*) FROM ${where} = $1`,
        [username],
      );
      return Number(rows[0].count);
    } finally {
      await client.end();
    }
  }

  async #vault(method: string, where: string, body?: object) {
    const { address, token } = this.sandbox.vault;
    const response = await fetch(`${address}/v1/${where}`, {
      method,
      headers: { 'X-Vault-Token': token },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${where}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : {};
  }
}
