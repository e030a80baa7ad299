import {
  aCertificateResource,
  aDatabaseRole,
  aLease,
  anAuthRole,
  aPkiRole,
  aPod,
  testNow,
} from 'backstage-plugin-service-secrets-node/testUtils';

import { anEntity, inSeconds, World } from '../testSupport/World';
import { nameIsAllowed, refusedNames } from './certificateNames';
import { certificateState, nextAttempt } from './certificateState';
import { lifeLimit } from './lifeLimit';
import { linkLeases } from './linkLeases';
import { pathsRead, readInjector } from './readInjector';

const DAY = 86_400;

describe('linkLeases', () => {
  const early = aPod({ name: 'early', startedAt: inSeconds(-7200) });
  const late = aPod({ name: 'late', startedAt: inSeconds(-600) });
  const lease = (id: string, seconds: number) =>
    aLease({ id, issuedAt: inSeconds(seconds) });

  it('links each pod to the lease issued when it started', () => {
    const links = linkLeases(
      [lease('b', -590), lease('a', -7190)],
      [late, early],
    );

    expect(links.get('a')).toEqual({ kind: 'pod', pod: 'early' });
    expect(links.get('b')).toEqual({ kind: 'pod', pod: 'late' });
  });

  it('links a pod to its newest lease when the first one ended for good', () => {
    const links = linkLeases([lease('x', -3000), lease('y', -1000)], [early]);

    expect(links.get('y')).toEqual({ kind: 'pod', pod: 'early' });
    expect(links.has('x')).toBe(false);
  });

  it('calls a lease an orphan only when it is older than every pod', () => {
    const links = linkLeases(
      [lease('old', -9000), lease('new', -300)],
      [early],
    );

    expect(links.get('old')).toEqual({ kind: 'orphan' });
    expect(links.get('new')).toEqual({ kind: 'pod', pod: 'early' });
  });

  it('calls every lease an orphan when no pod is left, and none when pods are unknown', () => {
    expect(linkLeases([lease('a', -10)], []).get('a')).toEqual({
      kind: 'orphan',
    });
    expect(linkLeases([lease('a', -10)], undefined).size).toBe(0);
  });
});

describe('resolveLeases', () => {
  it.each([
    ['active', { expiresInSeconds: 1800 }],
    ['expiring', { expiresInSeconds: 300 }],
    ['expired', { expiresInSeconds: 0 }],
    ['orphan', { expiresInSeconds: 1800, issuedAt: inSeconds(-9000) }],
  ])('calls a lease %s', async (state, change) => {
    const world = new World();
    world.vault.state.leases = [aLease(change)];

    const { environments } = await world.report();

    expect(environments[0].leases?.byState).toMatchObject({ [state]: 1 });
  });

  it('calls a lease irrevocable whatever its times say', async () => {
    const world = new World();
    world.vault.state.irrevocable = [{ id: aLease().id, reason: 'x' }];

    const { environments } = await world.report();

    expect(environments[0].leases?.byState.irrevocable).toBe(1);
    expect(environments[0].leases?.byState.active).toBe(0);
  });

  it('counts the renewals that still fit and the end for good', async () => {
    const state = await new World().read();

    const { leases } = state.environments[0].view;
    if (leases === 'unreadable') throw new Error('leases were not read');
    expect(leases[0].leases[0]).toMatchObject({
      pod: 'grade-api-6c7d9f4b8-x2x7k',
      endsForGoodAt: inSeconds(-1800 + DAY),
      renewalsLeft: 23,
    });
    expect(leases[0].expected).toBe(1);
  });
});

describe('expected leases', () => {
  async function expectedOf(world: World) {
    const { environments } = await world.report();
    return environments[0].leases?.expected;
  }

  it('counts the pods there should be, also those that cannot start', async () => {
    const world = new World();
    world.changeWorkload({ desiredPods: 3, readyPods: 0 });
    world.namespace.pods = [aPod({ phase: 'Pending', ready: false })];

    expect(await expectedOf(world)).toBe(3);
  });

  it('is left out when there should be no pod', async () => {
    const world = new World();
    world.changeWorkload({ desiredPods: 0, readyPods: 0 });
    world.namespace.pods = [];

    expect(await expectedOf(world)).toBeUndefined();
  });

  it('is left out when the service claims no database role', async () => {
    const world = new World();
    world.entity = anEntity({ 'service-secrets.io/database-roles': '' });

    expect(await expectedOf(world)).toBeUndefined();
  });

  it('is left out when a workload takes its credentials without an agent', async () => {
    const world = new World();
    world.changeWorkload({ injectorAnnotations: {} });

    expect(await expectedOf(world)).toBeUndefined();
  });
});

describe('lifeLimit', () => {
  const role = aDatabaseRole({ maxTtlSeconds: 7200 });
  const mount = { defaultTtlSeconds: 60, maxTtlSeconds: 3600 };

  it.each([
    ['role max_ttl', 7200, { role }],
    ['mount', 3600, { role, mount }],
    [
      'token',
      1800,
      { role, mount, authRole: anAuthRole({ tokenMaxTtlSeconds: 1800 }) },
    ],
    [
      'mount',
      3600,
      {
        role,
        mount,
        authRole: anAuthRole({
          tokenMaxTtlSeconds: 1800,
          tokenPeriodSeconds: 60,
        }),
      },
    ],
    ['system', 0, { role: aDatabaseRole({ maxTtlSeconds: 0 }) }],
  ] as const)('is that of the %s', (by, seconds, input) => {
    expect(lifeLimit(input)).toEqual({ by, seconds });
  });
});

describe('certificateState', () => {
  const times = {
    now: testNow,
    certificateExpiresSoonMs: 7 * DAY * 1000,
    renewalOverdue: 0.1,
  };

  it.each([
    ['valid', {}],
    ['expired', { notAfter: inSeconds(-1) }],
    ['not-issued', { notAfter: undefined }],
    ['renewal-overdue', { renewalTime: inSeconds(-10 * DAY) }],
    ['renewing', { renewalTime: inSeconds(-60) }],
    ['failing', { failedIssuanceAttempts: 1 }],
    ['expiring', { renewalTime: undefined, notAfter: inSeconds(6 * DAY) }],
    [
      'valid',
      {
        notBefore: inSeconds(-3600),
        notAfter: inSeconds(23 * 3600),
        renewalTime: inSeconds(15 * 3600),
      },
    ],
  ])('is %s', (state, change) => {
    expect(certificateState(aCertificateResource(change), times)).toBe(state);
  });

  it('waits twice as long after each failure, up to 32 hours', () => {
    const after = (failedIssuanceAttempts: number) =>
      nextAttempt(
        aCertificateResource({
          failedIssuanceAttempts,
          lastFailureTime: testNow,
        }),
      );

    expect(after(1)).toEqual(inSeconds(3600));
    expect(after(3)).toEqual(inSeconds(4 * 3600));
    expect(after(9)).toEqual(inSeconds(32 * 3600));
    expect(after(0)).toBeUndefined();
  });
});

describe('nameIsAllowed', () => {
  it.each([
    ['a.grade-api.svc', {}, true],
    ['grade-api.svc', {}, false],
    ['grade-api.svc', { allowBareDomains: true }, true],
    ['GRADE-API.svc', { allowBareDomains: true }, true],
    ['xgrade-api.svc', {}, false],
    ['a.grade-api.svc', { allowSubdomains: false }, false],
    ['*.grade-api.svc', {}, true],
    [
      '*.grade-api.svc',
      { allowWildcardCertificates: false, allowAnyName: true },
      false,
    ],
    ['a.*.grade-api.svc', {}, false],
    ['localhost', {}, true],
    ['localhost', { allowLocalhost: false }, false],
    [
      'x.example',
      { allowGlobDomains: true, allowedDomains: ['*.example'] },
      true,
    ],
    ['x.example', { allowedDomains: ['*.example'] }, false],
    ['any_thing', { allowAnyName: true }, false],
    ['any_thing', { allowAnyName: true, enforceHostnames: false }, true],
  ])('judges %s with %j: %s', (name, change, allowed) => {
    expect(nameIsAllowed(name, aPkiRole(change))).toBe(allowed);
  });

  it('cannot decide when the domains are templates', () => {
    const role = aPkiRole({ allowedDomainsTemplate: true });

    expect(refusedNames(['x'], role)).toBeUndefined();
  });
});

describe('readInjector', () => {
  const annotation = (key: string) => `vault.hashicorp.com/${key}`;

  it('is undefined when the pods ask for no agent', () => {
    expect(readInjector({})).toBeUndefined();
    expect(
      readInjector({ [annotation('agent-inject')]: 'false' }),
    ).toBeUndefined();
  });

  it('reads the paths of templates, which win over declared ones', () => {
    const intent = readInjector({
      [annotation('agent-inject')]: 'true',
      [annotation('agent-inject-secret-a')]: '/database/creds/a/',
      [annotation('agent-inject-secret-b')]: 'database/creds/declared',
      [annotation('agent-inject-template-b')]:
        '{{ with secret "database/creds/b" }}{{ end }}{{ with secret `kv/data/x` }}{{ end }}',
      [annotation('agent-inject-template-file-c')]: '/vault/custom/c',
    });

    expect(intent && pathsRead(intent)).toEqual([
      'database/creds/a',
      'database/creds/b',
      'kv/data/x',
    ]);
  });
});
