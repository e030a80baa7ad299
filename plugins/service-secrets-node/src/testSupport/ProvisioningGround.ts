import { readFile } from 'node:fs/promises';

import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { z } from 'zod';

import type { ProvisionerSubject } from './provisionerObjects';
import { RealDatabase, RealVault } from './RealVault';

const STATIC_USER = 'contract_static';
const connectionAnswer = z.object({
  data: z.record(z.string(), z.unknown()),
});
const tokenAnswer = z.object({ auth: z.object({ client_token: z.string() }) });

/** The policy of the install page, with a server's own mounts in it. */
async function documentedPolicy(
  mounts: ProvisionerSubject['mounts'],
  connection: string,
): Promise<string> {
  const page = await readFile(
    resolvePackagePath(
      'backstage-plugin-service-secrets-node',
      '../../docs/install.md',
    ),
    'utf8',
  );
  const found = /```hcl\n(# backstage-provisioner\.hcl[^]*?)```/.exec(page);
  if (!found) throw new Error('docs/install.md has no provisioner policy');
  return found[1]
    .replaceAll('database/config/grade-api-db', `database/config/${connection}`)
    .replaceAll('"database/', `"${mounts.database}/`)
    .replaceAll('lookup/database/', `lookup/${mounts.database}/`)
    .replaceAll('auth/kubernetes/', `auth/${mounts.auth}/`)
    .replaceAll('"pki_int/', `"${mounts.pki}/`)
    .replaceAll('"secret/', `"${mounts.kv}/`);
}

/** Mounts of our own on a server, with a connection to extend, and a token that may do what the install page says. */
export class ProvisioningGround {
  private readonly vault: RealVault;

  constructor(address: string, token: string) {
    this.vault = new RealVault(address, token);
  }

  get mounts(): ProvisionerSubject['mounts'] {
    const { role, authRole } = this.vault.names;
    const suffix = role.mount.replace('contract-db-', '');
    return {
      database: role.mount,
      auth: authRole.mount,
      pki: `contract-pki-${suffix}`,
      kv: `contract-kv-${suffix}`,
    };
  }

  async prepare(database: RealDatabase): Promise<void> {
    const { vault, mounts } = this;
    const { host, port, user, password } = database;
    await vault.prepare(database);
    await vault.write(`sys/mounts/${mounts.pki}`, { type: 'pki' });
    await vault.write(`sys/mounts/${mounts.kv}`, {
      type: 'kv',
      options: { version: '2' },
    });
    await vault.write(`${mounts.database}/config/app`, {
      plugin_name: 'postgresql-database-plugin',
      allowed_roles: ['kept-role', 'svc-contract_static'],
      connection_url: `postgresql://{{username}}:{{password}}@${host}:${port}/postgres?sslmode=disable`,
      username: user,
      password,
      username_template: 'v-{{random 8}}',
      max_open_connections: 3,
      root_rotation_statements: [
        `ALTER USER "{{name}}" PASSWORD '{{password}}'`,
      ],
    });
    await this.makeStaticUser();
  }

  /** A token bounded by the documented policy. */
  async provisionerToken(): Promise<string> {
    const name = `contract-provisioner-${this.mounts.kv}`;
    const policy = await documentedPolicy(this.mounts, 'app');
    const onOffer = `path "${this.mounts.database}/config/no-such-thing" { capabilities = ["read", "update"] }`;
    await this.vault.write(`sys/policies/acl/${name}`, {
      policy: `${policy}${onOffer}\n`,
    });
    const answer = await this.vault.call('PUT', 'auth/token/create', {
      policies: [name],
      ttl: '10m',
    });
    return tokenAnswer.parse(answer).auth.client_token;
  }

  /** All of a subject but the port. */
  get subject(): Omit<ProvisionerSubject, 'vault'> {
    const { mounts, vault } = this;
    return {
      mounts,
      connection: 'app',
      staticUsername: STATIC_USER,
      connectionFields: async () => {
        const path = `${mounts.database}/config/app`;
        return connectionAnswer.parse(await vault.call('GET', path)).data;
      },
      getCredential: async role => {
        await vault.call('GET', `${mounts.database}/creds/${role}`);
      },
    };
  }

  async remove(): Promise<void> {
    const { vault, mounts } = this;
    await vault.call('DELETE', `sys/mounts/${mounts.pki}`);
    await vault.call('DELETE', `sys/mounts/${mounts.kv}`);
    await vault.call(
      'DELETE',
      `sys/policies/acl/contract-provisioner-${mounts.kv}`,
    );
    await vault.remove();
  }

  /** By way of a credential whose creation makes one more user: no database client is needed here. */
  private async makeStaticUser(): Promise<void> {
    const { vault, mounts } = this;
    await vault.write(`${mounts.database}/roles/maker`, {
      db_name: 'postgres',
      creation_statements: [
        `CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}';`,
        `DROP ROLE IF EXISTS ${STATIC_USER};`,
        `CREATE ROLE ${STATIC_USER} LOGIN;`,
      ],
    });
    await vault.call('GET', `${mounts.database}/creds/maker`);
    await vault.call('DELETE', `${mounts.database}/roles/maker`);
  }
}
