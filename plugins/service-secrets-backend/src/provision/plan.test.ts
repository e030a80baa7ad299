import { aProvisionRequest } from 'backstage-plugin-service-secrets-node/testUtils';

import { ProvisionWorld } from '../__testUtils__/ProvisionWorld';

describe('plan', () => {
  it('says what a mount cuts short, though the plan itself does not show it', async () => {
    const world = new ProvisionWorld();
    world.reader.state.mountLimits.database = {
      defaultTtlSeconds: 600,
      maxTtlSeconds: 7200,
    };

    const { notes } = await world.service.plan({
      request: aProvisionRequest(),
      credentials: world.credentials,
    });

    expect(notes.join('\n')).toMatch(
      /Mount database ends every lease after 2 h/,
    );
  });

  it('is made without the hint when the limits cannot be read', async () => {
    const world = new ProvisionWorld();
    world.reader.fail('mountLimits', 'denied');

    const { notes, changes } = await world.service.plan({
      request: aProvisionRequest(),
      credentials: world.credentials,
    });

    expect(notes.join('\n')).not.toMatch(/ends every lease/);
    expect(changes.length).toBeGreaterThan(0);
  });

  it('keeps what an earlier request gave the service, and says so', async () => {
    const world = new ProvisionWorld();
    await world.apply(aProvisionRequest({ kv: undefined }));

    const { notes, changes } = await world.service.plan({
      request: aProvisionRequest({
        database: undefined,
        staticRole: undefined,
        kv: true,
      }),
      credentials: world.credentials,
    });

    expect(notes.join('\n')).toContain(
      'keeps what earlier requests gave it: database/creds/svc-grade-api.read-write',
    );
    const policy = changes.find(({ path }) => path.endsWith('svc-grade-api'));
    expect(policy?.fields[0].to).toContain('svc-grade-api.read-write');
  });

  it('shows nothing of a policy that is not the service’s, not even in a note', async () => {
    const world = new ProvisionWorld();
    await world.apply();
    world.vault.objects.set('policy svc-grade-api', {
      kind: 'policy',
      text: '# service-secrets.io/owner: component:default/other in production\n\n# Theirs.\npath "payroll/creds/svc-grade-api.payroll" {\n  capabilities = ["read"]\n}\n',
    });

    const plan = await world.service.plan({
      request: aProvisionRequest(),
      credentials: world.credentials,
    });

    const conflicts = plan.changes.filter(
      ({ action }) => action === 'conflict',
    );
    expect(conflicts.map(({ path }) => path)).toContain(
      'sys/policies/acl/svc-grade-api',
    );
    expect(conflicts.flatMap(({ fields }) => fields)).toEqual([]);
    expect(JSON.stringify(plan)).not.toContain('payroll');
  });

  it('says before the approval that a namespace is made, and that it stays', async () => {
    const world = new ProvisionWorld();

    const { notes } = await world.service.plan({
      request: aProvisionRequest(),
      credentials: world.credentials,
    });

    expect(notes.join('\n')).toMatch(/Namespace grade-api is made.*It stays/);
  });

  it('says before the approval that the namespace was made for another service', async () => {
    const world = new ProvisionWorld();
    await world.apply(aProvisionRequest({ staticRole: undefined }));
    const namespace = 'v1 Namespace grade-api';
    const made = world.cluster.objects.get(namespace);
    expect(made?.metadata.annotations).toBeDefined();
    world.cluster.objects.set(namespace, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: 'grade-api',
        annotations: {
          'service-secrets.io/entity-ref': 'component:default/other',
        },
      },
    });

    const { notes } = await world.service.plan({
      request: aProvisionRequest(),
      credentials: world.credentials,
    });

    expect(notes).toContain(
      'The manifests cannot be applied: Namespace grade-api belongs to another service.',
    );
  });
});
