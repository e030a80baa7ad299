import { InMemoryProvisioner } from '../testUtils/InMemoryProvisioner';
import {
  aServiceSpec,
  aStatementProfile,
} from '../testUtils/provisionBuilders';
import { apply, compare } from './apply';
import { keepGrants, keptPaths } from './keepGrants';
import { planService } from './plan';
import { Grant, renderPolicy } from './policyHcl';

const owner = {
  entityRef: 'component:default/grade-api',
  environment: 'production',
};
const connection = { mount: 'database', connection: 'grade-api-db' };

function grant(path: string, capability: 'read' | 'update' = 'read'): Grant {
  return { path, capabilities: [capability], reason: 'A test.' };
}

function aPolicy(...grants: Grant[]) {
  return {
    kind: 'policy' as const,
    name: 'svc-grade-api',
    anchor: 'svc-grade-api',
    text: renderPolicy(owner, grants),
  };
}

function stateFor(profile: string) {
  const base = aServiceSpec();
  if (!base.database) throw new Error('The builder has a database.');
  const spec = aServiceSpec({ database: { ...base.database, profile } });
  return planService(spec, aStatementProfile({ id: profile }));
}

describe('keepGrants', () => {
  it('keeps the credential of an earlier request when another is asked for, and writes nothing when either is asked for again', async () => {
    const vault = new InMemoryProvisioner();
    vault.connections.set('database/grade-api-db', []);
    await apply(owner, stateFor('read-write'), { vault });
    await apply(owner, stateFor('read-only'), { vault });

    const policy = await vault.read({ kind: 'policy', name: 'svc-grade-api' });
    expect(policy?.kind === 'policy' && policy.text).toMatch(
      /creds\/svc-grade-api\.read-only[^]*creds\/svc-grade-api\.read-write/,
    );
    expect(await vault.allowedRoles(connection)).toEqual([
      'svc-grade-api.read-write',
      'svc-grade-api.read-only',
    ]);
    for (const profile of ['read-write', 'read-only']) {
      const changes = await compare(owner, stateFor(profile), vault);
      expect(changes.map(({ action }) => action)).not.toContain('update');
    }
  });

  it.each([
    ['another service', 'database/creds/svc-payments.read-write'],
    [
      'a service whose name begins alike',
      'database/creds/svc-grade-api.v2.read-write',
    ],
    ['nobody of ours', 'database/creds/admin'],
    ['another place in the KV store', 'secret/data/services/payments/payments'],
    ['Vault itself', 'sys/policies/acl/x'],
  ])('drops a grant on the credential of %s', (_whose, path) => {
    const desired = aPolicy(grant('database/creds/svc-grade-api.read-only'));
    const actual = aPolicy(
      grant('database/creds/svc-grade-api.read-only'),
      grant(path),
    );

    expect(keepGrants(desired, actual)).toBe(desired);
  });

  it.each([
    ['in one line', 'path "secret/*" { capabilities = ["read", "list"] }'],
    ['with a wildcard', 'path "+/creds/*" {\n  capabilities = ["read"]\n}'],
    [
      'as JSON would not be',
      '# A test.\npath "sys/raw" {\n  policy = "sudo"\n}',
    ],
    ['as a remark', '# Ask eve before you touch this.'],
  ])(
    'drops a line somebody added %s, though all we wrote is still there beside what is kept',
    async (_how, line) => {
      const vault = new InMemoryProvisioner();
      vault.connections.set('database/grade-api-db', []);
      await apply(owner, stateFor('read-write'), { vault });
      await apply(owner, stateFor('read-only'), { vault });
      const ref = { kind: 'policy', name: 'svc-grade-api' } as const;
      const ours = await vault.read(ref);
      if (ours?.kind !== 'policy') throw new Error('There is a policy.');
      vault.objects.set('policy svc-grade-api', {
        ...ours,
        text: `${ours.text}\n${line}\n`,
      });

      const changes = await compare(owner, stateFor('read-only'), vault);
      expect(changes[0]).toMatchObject({ action: 'update' });
      await apply(owner, stateFor('read-only'), { vault });

      const after = await vault.read(ref);
      expect(after?.kind === 'policy' && after.text).not.toContain(line);
      expect(after?.kind === 'policy' && after.text).toContain('.read-write');
    },
  );

  it('reads a policy somebody filled with remarks at once', () => {
    const desired = aPolicy(grant('database/creds/svc-grade-api.read-only'));
    const text = `${desired.text}${'# '.repeat(100_000)}`;
    const started = performance.now();

    expect(keepGrants(desired, { kind: 'policy', text })).toBe(desired);

    expect(performance.now() - started).toBeLessThan(200);
  });

  it('drops a grant that says more than read', () => {
    const desired = aPolicy(grant('database/creds/svc-grade-api.read-only'));
    const actual = aPolicy(
      grant('database/creds/svc-grade-api.migrate', 'update'),
    );

    expect(keepGrants(desired, actual)).toBe(desired);
  });

  it('keeps static users, the KV place and lease renewal, and names for a note what it kept', () => {
    const desired = aPolicy(grant('database/creds/svc-grade-api.read-only'));
    const actual = aPolicy(
      grant('database/static-creds/svc-grade-api_reporting'),
      grant('secret/data/services/grade-api/grade-api'),
      grant('sys/leases/renew', 'update'),
    );

    const planned = keepGrants(desired, actual);

    expect(planned.kind === 'policy' && keptPaths(desired, planned)).toEqual([
      'database/static-creds/svc-grade-api_reporting',
      'secret/data/services/grade-api/grade-api',
    ]);
    expect(planned.kind === 'policy' && planned.text).toContain(
      'sys/leases/renew',
    );
  });
});
