import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import type {
  AllowedRole,
  DesiredObject,
  DesiredState,
} from 'backstage-plugin-service-secrets-node';

const run = promisify(execFile);

/** Where and as whom commands run. */
export interface CommandTarget {
  readonly address: string;
  readonly token: string;
}

/** One command line of somebody who sets a service up by hand. */
interface Write {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

async function onPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, name);
    try {
      await access(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/** The client people type: `vault`, its open twin, or else curl, as the HTTP examples of Vault's own docs do. */
export async function findClient(): Promise<string> {
  const found =
    (await onPath('vault')) ?? (await onPath('bao')) ?? (await onPath('curl'));
  if (!found) throw new Error('Neither vault, bao nor curl is on the PATH.');
  return found;
}

const folders: Readonly<Record<string, string>> = {
  'database-role': 'roles',
  'static-role': 'static-roles',
  'pki-role': 'roles',
};

function writeOf(object: DesiredObject): Write {
  if (object.kind === 'policy') {
    return {
      path: `sys/policies/acl/${object.name}`,
      body: { policy: object.text },
    };
  }
  const { kind, mount, name, fields } = object;
  const where =
    kind === 'auth-role'
      ? `auth/${mount}/role/${name}`
      : `${mount}/${folders[kind]}/${name}`;
  return { path: where, body: fields };
}

function allowedRoleWrite(
  role: AllowedRole,
  present: readonly string[],
): Write {
  return {
    path: `${role.mount}/config/${role.connection}`,
    body: { allowed_roles: [...present, role.role] },
  };
}

async function send(
  client: string,
  { address, token }: CommandTarget,
  { path: where, body }: Write,
): Promise<void> {
  const json = JSON.stringify(body);
  const isCurl = path.basename(client) === 'curl';
  const args = isCurl
    ? ['-sSf', '-X', 'PUT', '-H', `X-Vault-Token: ${token}`].concat([
        '-d',
        json,
        `${address}/v1/${where}`,
      ])
    : ['write', where, '-'];
  const child = run(client, args, {
    env: {
      PATH: process.env.PATH,
      VAULT_ADDR: address,
      VAULT_TOKEN: token,
      BAO_ADDR: address,
      BAO_TOKEN: token,
    },
  });
  if (!isCurl) child.child.stdin?.end(json);
  await child;
}

/** Runs one command per object, one after the other, as the steps of a tutorial do. */
export async function runCommands(
  client: string,
  target: CommandTarget,
  desired: DesiredState,
): Promise<void> {
  for (const object of desired.vault) {
    await send(client, target, writeOf(object));
  }
  for (const role of desired.allowedRoles) {
    const answer = await fetch(
      `${target.address}/v1/${role.mount}/config/${role.connection}`,
      { headers: { 'X-Vault-Token': target.token } },
    );
    const { data }: { data: { allowed_roles: string[] } } = await answer.json();
    await send(client, target, allowedRoleWrite(role, data.allowed_roles));
  }
}
