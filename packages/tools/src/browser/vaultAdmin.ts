import { Client } from 'pg';

import { SandboxAddresses } from '../start/sandboxProcess';

/** Database credentials somebody asked Vault for. */
export interface Credentials {
  readonly leaseId: string;
  readonly username: string;
  readonly password: string;
}

interface CredentialsAnswer {
  readonly lease_id: string;
  readonly data: { readonly username: string; readonly password: string };
}

interface LeaseAnswer {
  readonly data: { readonly last_renewal: string | null };
}

interface ConnectionAnswer {
  readonly data: { readonly allowed_roles: readonly string[] };
}

/** What an operator does from a terminal: over the APIs of Vault and PostgreSQL, past Backstage. */
export class VaultAdmin {
  constructor(private readonly addresses: SandboxAddresses) {}

  /** Reads new credentials, which makes a database user. */
  async issue(role: string): Promise<Credentials> {
    const response = await this.call('GET', `database/creds/${role}`);
    const answer: CredentialsAnswer = JSON.parse(await response.text());
    return { leaseId: answer.lease_id, ...answer.data };
  }

  /** Ends a lease, and with it the database user. */
  async revoke(leaseId: string): Promise<void> {
    await this.call('PUT', 'sys/leases/revoke', {
      lease_id: leaseId,
      sync: true,
    });
  }

  /** When a lease was last renewed; undefined when it never was. */
  async renewedAt(leaseId: string): Promise<string | undefined> {
    const response = await this.call('PUT', 'sys/leases/lookup', {
      lease_id: leaseId,
    });
    const answer: LeaseAnswer = JSON.parse(await response.text());
    return answer.data.last_renewal ?? undefined;
  }

  /** The status Vault answers a read with. */
  async status(path: string): Promise<number> {
    return (await this.send('GET', path)).status;
  }

  /** The roles that may be issued through a connection. */
  async allowedRoles(connection: string): Promise<readonly string[]> {
    const response = await this.call('GET', `database/config/${connection}`);
    const answer: ConnectionAnswer = JSON.parse(await response.text());
    return answer.data.allowed_roles;
  }

  /** Database users whose name begins so, as PostgreSQL lists them. */
  async databaseUsers(prefix: string): Promise<readonly string[]> {
    const { host, port, user, password } = this.addresses.postgres;
    const client = new Client({ host, port, user, password });
    await client.connect();
    try {
      const result = await client.query<{ name: string }>(
        'SELECT rolname AS name FROM pg_roles WHERE starts_with(rolname, $1)',
        [prefix],
      );
      return result.rows.map(({ name }) => name);
    } finally {
      await client.end();
    }
  }

  /** Logs in to PostgreSQL and asks who it is. */
  async logIn(database: string, credentials: Credentials): Promise<string> {
    const { host, port } = this.addresses.postgres;
    const { username: user, password } = credentials;
    const client = new Client({ host, port, database, user, password });
    await client.connect();
    try {
      const result = await client.query<{ name: string }>(
        'SELECT current_user AS name',
      );
      return result.rows[0].name;
    } finally {
      await client.end();
    }
  }

  private async call(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Response> {
    const response = await this.send(method, path, body);
    if (!response.ok) {
      throw new Error(`${method} ${path} answered ${response.status}`);
    }
    return response;
  }

  private send(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Response> {
    const { address, token } = this.addresses.vault;
    return fetch(`${address}/v1/${path}`, {
      method,
      headers: { 'X-Vault-Token': token },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }
}
