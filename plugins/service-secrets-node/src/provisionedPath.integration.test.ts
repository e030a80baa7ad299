import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { sandboxFiles, startSandbox } from '@service-secrets/sandbox';
import type { Sandbox } from '@service-secrets/sandbox';
import { BACK_REFERENCE_ANNOTATION } from 'backstage-plugin-service-secrets-common';

import { makeKubernetesService } from './kubernetes/makeKubernetesService';
import { apply, compare } from './provision/apply';
import type { DesiredState } from './provision/DesiredState';
import { ownerMark } from './provision/policyHcl';
import { makeVaultService } from './vault/makeVaultService';

jest.setTimeout(120_000);

const entityRef = 'component:default/demo-proof';
const owner = { entityRef, environment: 'production' };
const name = 'demo-proof';
const account = { namespace: name, name };
const anchor = 'svc-demo-proof';
const role = { mount: 'database', name: 'svc-demo-proof.read' };
const connection = { mount: 'database', connection: 'myapp' };
const annotations = { [BACK_REFERENCE_ANNOTATION]: entityRef };

const desired: DesiredState = {
  vault: [
    {
      kind: 'policy',
      name: anchor,
      anchor,
      text: `# service-secrets.io/owner: ${ownerMark(
        owner,
      )}\npath "database/creds/${role.name}" {\n  capabilities = ["read"]\n}\n`,
    },
    {
      kind: 'database-role',
      anchor,
      ...role,
      fields: {
        db_name: 'myapp',
        creation_statements: [
          `CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';`,
        ],
        revocation_statements: [`DROP ROLE IF EXISTS "{{name}}";`],
        default_ttl: 3600,
        max_ttl: 86_400,
      },
    },
    {
      kind: 'auth-role',
      mount: 'kubernetes',
      name: anchor,
      anchor,
      fields: {
        bound_service_account_names: [name],
        bound_service_account_namespaces: [name],
        audience: 'vault',
        token_policies: [anchor],
        token_ttl: 3600,
        token_period: 3600,
      },
    },
  ],
  allowedRoles: [{ ...connection, role: role.name }],
  manifests: [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, annotations },
    },
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { ...account, annotations },
    },
  ],
};

let sandbox: Sandbox;
const closers: (() => Promise<void>)[] = [];

/** As the sandbox's own provisioner, with the rights it has there. */
async function open() {
  const file = (which: keyof typeof sandboxFiles) =>
    join(sandbox.directory, sandboxFiles[which]);
  const token = { method: 'token', token: 'unused' } as const;
  const vaults = await makeVaultService([
    {
      name: 'sandbox',
      address: sandbox.vault.address,
      mounts: {
        database: 'database',
        kubernetesAuth: 'kubernetes',
        pki: 'pki',
      },
      reader: { login: token },
      provisioner: {
        login: {
          method: 'kubernetes',
          mount: 'kubernetes',
          role: 'backstage-provisioner',
          tokenFile: file('provisionerVaultJwt'),
        },
      },
      limits: { concurrency: 8, requestsPerSecond: 1000, timeoutMs: 10_000 },
    },
  ]);
  const clusters = await makeKubernetesService([
    {
      name: 'sandbox',
      url: sandbox.kubernetes.url,
      caFile: file('ca'),
      serviceAccountToken: 'unused',
      provisioner: { serviceAccountTokenFile: file('provisionerToken') },
    },
  ]);
  closers.push(vaults.close, clusters.close);
  const { provisioner: vault, proof } = vaults.instance('sandbox') ?? {};
  const { provisioner: cluster } = clusters.cluster('sandbox') ?? {};
  if (!vault || !proof || !cluster) throw new Error('no provisioner was made');
  return { vault, proof, cluster };
}

/** Vault ends the leases of a revoked token in its own time. */
async function waitUntilEmpty(list: () => Promise<readonly string[]>) {
  const deadline = Date.now() + 20_000;
  while ((await list()).length > 0) {
    if (Date.now() > deadline) throw new Error('a lease outlived its token');
    await setTimeout(100);
  }
}

describe('the provisioner of the sandbox', () => {
  beforeAll(async () => {
    sandbox = await startSandbox({ seed: true });
  });

  afterAll(async () => {
    for (const close of closers) await close();
    await sandbox?.stop();
  });

  it('writes a path a service can walk, proves it, and takes everything back but the namespace', async () => {
    const { vault, proof, cluster } = await open();
    const before = (await vault.allowedRoles(connection)) ?? [];
    for (const manifest of desired.manifests) {
      expect(await cluster.apply(manifest)).toBe('created');
    }
    await apply(owner, desired, { vault });
    const again = await compare(owner, desired, vault);
    expect(new Set(again.map(({ action }) => action))).toEqual(
      new Set(['unchanged']),
    );

    const jwt = await cluster.tokenOf(account, 'vault');
    const token = await proof.logIn({
      authMount: 'kubernetes',
      authRole: anchor,
      serviceAccountToken: jwt,
    });
    const credential = await proof.readCredential(token, role);
    expect(await vault.leaseIds(role)).toEqual([credential.leaseId]);
    await vault.revokeLease(credential.leaseId);
    expect(await vault.leaseIds(role)).toEqual([]);
    await proof.readCredential(token, role);
    await proof.revokeToken(token);
    await waitUntilEmpty(() => vault.leaseIds(role));
    await expect(proof.readCredential(token, role)).rejects.toMatchObject({
      code: 'denied',
    });

    for (const object of [...desired.vault].reverse()) {
      await vault.remove(object);
    }
    await vault.setAllowedRoles(connection, before);
    const removable = desired.manifests.filter(
      ({ kind }) => kind !== 'Namespace',
    );
    expect(removable.length).toBeLessThan(desired.manifests.length);
    for (const { apiVersion, kind, metadata } of removable) {
      await cluster.remove({ apiVersion, kind, ...metadata });
    }
    const objects = await Promise.all(
      desired.vault.map(each => vault.read(each)),
    );
    expect(objects).toEqual([undefined, undefined, undefined]);
    expect(await vault.allowedRoles(connection)).toEqual(before);
    await vault.close();
  });

  it('may neither read a credential nor write what is not a service of ours', async () => {
    const { vault } = await open();
    const foreign = { kind: 'policy', name: 'backstage-reader' } as const;

    await expect(vault.remove(foreign)).rejects.toMatchObject({
      code: 'denied',
      missingRule: expect.stringContaining('"delete"'),
    });
    await expect(
      vault.setAllowedRoles({ mount: 'database', connection: 'other' }, []),
    ).rejects.toMatchObject({ code: 'denied' });
  });
});
