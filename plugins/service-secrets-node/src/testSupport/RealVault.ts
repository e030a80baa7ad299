import { randomBytes } from 'node:crypto';

import { Pool } from 'undici';

import type { VaultSubject } from './vaultContract';

/** The database that Vault makes users in. */
export interface RealDatabase {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** Plays the operator of a real server: makes mounts of its own there and removes them. */
export class RealVault {
  private readonly pool: Pool;
  private readonly suffix = randomBytes(4).toString('hex');
  private readonly database = `contract-db-${this.suffix}`;
  private readonly kubernetes = `contract-k8s-${this.suffix}`;
  private readonly policy = `contract-${this.suffix}`;

  constructor(readonly address: string, readonly token: string) {
    this.pool = new Pool(address);
  }

  /** What the contract finds there. */
  get names(): Omit<VaultSubject, 'vault'> {
    return {
      role: { mount: this.database, name: 'grade-api-role' },
      authRole: { mount: this.kubernetes, name: 'grade-api' },
      policy: this.policy,
    };
  }

  async prepare({ host, port, user, password }: RealDatabase): Promise<void> {
    const { database, kubernetes, policy } = this;
    await this.write(`sys/mounts/${database}`, { type: 'database' });
    await this.write(`${database}/config/postgres`, {
      plugin_name: 'postgresql-database-plugin',
      allowed_roles: '*',
      connection_url: `postgresql://{{username}}:{{password}}@${host}:${port}/postgres?sslmode=disable`,
      username: user,
      password,
    });
    await this.write(`${database}/roles/grade-api-role`, {
      db_name: 'postgres',
      creation_statements: [
        `CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'`,
      ],
      default_ttl: '1h',
      max_ttl: '24h',
    });
    await this.write(`sys/auth/${kubernetes}`, { type: 'kubernetes' });
    await this.write(`auth/${kubernetes}/role/grade-api`, {
      bound_service_account_names: 'grade-api-sa',
      bound_service_account_namespaces: 'grade-api',
      token_policies: policy,
    });
    await this.write(`sys/policies/acl/${policy}`, {
      policy: `path "${database}/creds/grade-api-role" {\n  capabilities = ["read"]\n}\n`,
    });
  }

  /** Plays the application. */
  async getCredentials(): Promise<void> {
    const { mount, name } = this.names.role;
    await this.call('GET', `${mount}/creds/${name}`);
  }

  /** Removes all of it; what is not there is no problem. */
  async remove(): Promise<void> {
    await this.write(`sys/leases/revoke-force/${this.database}`, {});
    await this.call('DELETE', `sys/mounts/${this.database}`);
    await this.call('DELETE', `sys/auth/${this.kubernetes}`);
    await this.call('DELETE', `sys/policies/acl/${this.policy}`);
    await this.pool.close();
  }

  async write(path: string, body: object): Promise<void> {
    await this.call('PUT', path, body);
  }

  /** Answers the body; throws for a status that is no success. */
  async call(
    method: 'GET' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<unknown> {
    const answer = await this.pool.request({
      method,
      path: `/v1/${path}`,
      headers: { 'x-vault-token': this.token },
      body: body && JSON.stringify(body),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) {
      throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
    }
    return text === '' ? undefined : JSON.parse(text);
  }
}
