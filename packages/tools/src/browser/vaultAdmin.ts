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
    const { address, token } = this.addresses.vault;
    const response = await fetch(`${address}/v1/${path}`, {
      method,
      headers: { 'X-Vault-Token': token },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) {
      throw new Error(`${method} ${path} answered ${response.status}`);
    }
    return response;
  }
}
