import {
  leasePageSchema,
  serviceReportSchema,
} from 'backstage-plugin-service-secrets-common';
import { aConnection } from 'backstage-plugin-service-secrets-node/testUtils';

import { World } from '../testSupport/World';
import { LeaseHandles } from './LeaseHandles';
import { toLeasePage } from './leasePage';

describe('toServiceReport', () => {
  it('fits the shape of the API', async () => {
    const report = await new World().report();

    expect(() => serviceReportSchema.parse(report)).not.toThrow();
    expect(report.environments[0]).toMatchObject({
      databaseRoles: [
        {
          name: 'grade-api-role',
          database: 'PostgreSQL',
          grants: 'read and write, schema public',
          limitedBy: 'role max_ttl',
          liveLeases: 1,
          expectedLeases: 1,
        },
        { name: 'grade-report', kind: 'static', grants: 'as grade_report' },
      ],
      certificates: [
        {
          name: 'grade-api-tls',
          state: 'valid',
          usedBy: ['deployment/grade-api'],
          issuer: { pkiRole: 'pki_int/grade-api-tls', ca: 'intermediate' },
        },
      ],
    });
  });

  it('puts what is broken first, then what is unknown, then risks', async () => {
    const world = new World();
    world.annotatePods({ 'vault.hashicorp.com/agent-cache-enable': 'false' });
    world.vault.state.connections['database/postgres'] = aConnection({
      allowedRoles: ['*'],
    });
    world.kubernetes.fail('warnings', 'denied');
    world.namespace.serviceAccounts = [];

    const { environments, status } = await world.report();

    const [{ findings }] = environments;
    expect(findings.map(({ code }) => code)).toEqual([
      'serviceAccountMissing',
      'sourceUnreadable',
      'anyRoleAllowed',
      'duplicateLeases',
    ]);
    expect(status.sentence).toBe('Pods of `grade-api` cannot start.');
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
  });

  it('gives the same problem the same id every time', async () => {
    const ids = async () => {
      const world = new World();
      world.namespace.serviceAccounts = [];
      const { environments } = await world.report();
      return environments[0].findings.map(({ id }) => id);
    };

    expect(await ids()).toEqual([
      'production:serviceAccountMissing:service-account:grade-api',
    ]);
    expect(await ids()).toEqual(await ids());
  });

  it('leaves a list out when its source failed, and never counts zero', async () => {
    const world = new World();
    world.vault.fail('leaseIds', 'sealed');
    world.vault.fail('databaseRole', 'sealed');
    world.kubernetes.fail('certificates', 'denied');

    const { environments } = await world.report();

    const [{ leases, databaseRoles, certificates }] = environments;
    expect([leases, databaseRoles, certificates]).toEqual(
      Array(3).fill(undefined),
    );
  });

  it('says that nothing is installed with an empty list', async () => {
    const world = new World();
    world.kubernetes.state.certManagerInstalled = false;

    const { environments, status } = await world.report();

    expect(environments[0].certificates).toEqual([]);
    expect(status.health).toBe('healthy');
  });

  it('blocks what lies behind a broken link and says nothing of it', async () => {
    const world = new World();
    world.vault.state.authRoles = {};

    const { environments } = await world.report();

    const [chain] = environments[0].wiring;
    expect(chain.links).toEqual([
      'ok',
      'broken',
      'blocked',
      'blocked',
      'blocked',
    ]);
    expect(chain.nodes.map(({ state }) => state)).toEqual([
      'ok',
      'ok',
      'broken',
      'blocked',
      'blocked',
      'blocked',
    ]);
    expect(chain.findingId).toBe(
      'production:authRoleMissing:auth-role:kubernetes/grade-api',
    );
  });
});

describe('toLeasePage', () => {
  const query = { limit: 10 };

  it('fits the shape of the API, with handles that hold across replicas', async () => {
    const world = new World();
    const state = await world.read();
    const page = (key?: string) =>
      toLeasePage(state, query, {
        handles: new LeaseHandles(key),
        now: world.now,
      });

    expect(() => leasePageSchema.parse(page())).not.toThrow();
    expect(page('k').items[0].handle).toBe(page('k').items[0].handle);
    expect(page().items[0].handle).not.toBe(page().items[0].handle);
    expect(page().items[0].suffix).toBe('W9aLs0Ne'.slice(-8));
  });
});
