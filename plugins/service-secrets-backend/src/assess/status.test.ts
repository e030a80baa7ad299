import {
  aLease,
  anIssuer,
} from 'backstage-plugin-service-secrets-node/testUtils';

import { withhold } from '../testSupport/CheckCase';
import { anEntity, inSeconds, World } from '../testSupport/World';

async function statusOf(arrange: (world: World) => void) {
  const world = new World();
  arrange(world);
  const { environments } = await world.report();
  return environments[0].status;
}

describe('statusOf', () => {
  it.each<[string, string, (world: World) => void]>([
    [
      'Pods of `grade-api` cannot log in to Vault.',
      'the auth role is missing',
      world => {
        world.vault.state.authRoles = {};
      },
    ],
    [
      'Pods of `grade-api` cannot start.',
      'their service account is missing',
      world => {
        world.namespace.serviceAccounts = [];
      },
    ],
    [
      'Pods of `grade-api` cannot get their database credential.',
      'a policy is missing',
      world => {
        world.vault.state.policies = {};
      },
    ],
    [
      'Pods of `grade-api` cannot get their database credential.',
      'the database role is missing',
      world => {
        world.vault.state.databaseRoles = {};
      },
    ],
    [
      'Pods of `grade-api` cannot get their database credential.',
      'the connection is missing',
      world => {
        world.vault.state.connections = {};
      },
    ],
    [
      'The certificate of `grade-api` cannot be renewed.',
      'the issuer is not ready',
      world => {
        world.namespace.issuers.vault = anIssuer({ conditions: [] });
      },
    ],
    [
      'The certificate has expired.',
      'the certificate is past its end',
      world => world.changeCertificate({ notAfter: inSeconds(-60) }),
    ],
    [
      'The pods read a credential path the service does not have.',
      'they may get something, but not what is claimed',
      world =>
        world.annotatePods({
          'vault.hashicorp.com/agent-inject-secret-x': 'database/creds/other',
        }),
    ],
  ])('says "%s" when %s', async (sentence, _cause, arrange) => {
    expect((await statusOf(arrange)).sentence).toBe(sentence);
  });

  it('gives the cause and how long existing leases last, by the one that ends last', async () => {
    const { detail } = await statusOf(world => {
      world.vault.state.authRoles = {};
      world.vault.state.leases = [
        aLease({ id: 'database/creds/grade-api-role/a', ttlSeconds: 360 }),
        aLease({ id: 'database/creds/grade-api-role/b', ttlSeconds: 2460 }),
      ];
    });

    expect(detail).toMatch(/`grade-api`.* Existing leases end in 41 min\.$/);
  });

  it('speaks of no lease when none is live', async () => {
    const { detail } = await statusOf(world => {
      world.vault.state.authRoles = {};
      world.vault.state.leases = [];
    });

    expect(detail).not.toContain('lease');
  });

  it('speaks of the service when it has several workloads', async () => {
    const { sentence } = await statusOf(world => {
      world.vault.state.authRoles = {};
      const [workload] = world.namespace.workloads;
      world.namespace.workloads = [
        workload,
        { ...workload, name: 'grade-worker' },
      ];
      world.entity = anEntity({
        'service-secrets.io/workloads': 'grade-api, grade-worker',
      });
    });

    expect(sentence).toBe('Pods of `grade-api` cannot log in to Vault.');
  });

  it('names the Vault that cannot be reached, and says how old what is shown is', async () => {
    const world = new World();
    await world.report();
    for (const method of [
      'authRole',
      'policy',
      'databaseRole',
      'leaseIds',
      'pkiRole',
    ] as const) {
      world.vault.fail(method, 'unreachable');
    }
    world.now = inSeconds(60);

    const { status, findings } = (await world.report()).environments[0];

    expect(status).toEqual({
      health: 'unknown',
      sentence: 'Vault `vault` cannot be reached.',
      detail: 'What is shown of it is 1 min old.',
    });
    expect(findings[0]).toMatchObject({
      message:
        'Could not read auth role, policies, database roles, leases and PKI of Vault `vault`: it cannot be reached. What was read before is shown.',
      remedy: 'Bring Vault `vault` back, or correct its address; then refresh.',
    });
  });

  it('says that Vault is sealed, and that nothing is known when nothing was read', async () => {
    expect(
      await statusOf(world => world.vault.fail('leaseIds', 'sealed')),
    ).toEqual({
      health: 'unknown',
      sentence: 'Vault `vault` is sealed.',
      detail: 'Nothing of it is known now.',
    });
  });

  it('blames the cluster, and not Vault, for what was not asked without it', async () => {
    const world = new World();
    for (const method of ['workloads', 'warnings'] as const) {
      world.kubernetes.fail(method, 'unreachable');
    }

    const { status, findings } = (await world.report()).environments[0];

    expect(status.sentence).toBe('Cluster `cluster` cannot be reached.');
    expect(findings).toHaveLength(1);
  });

  it('gives the missing rule on a line of its own', async () => {
    const world = new World();
    withhold(world, 'policy');

    const { status, findings } = (await world.report()).environments[0];

    const [firstLine, rule] = findings[0].remedy.split('\n');
    expect(status.sentence).toBe('A part of the picture could not be read.');
    expect(firstLine).toBe('Grant the reader this rule; then refresh.');
    expect(rule).toContain('sys/policies/acl/');
  });
});
