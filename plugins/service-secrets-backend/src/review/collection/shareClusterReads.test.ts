import { readServiceBinding } from 'backstage-plugin-service-secrets-common';
import {
  aVaultAuth,
  aVaultDynamicSecret,
  aWorkload,
  InMemoryKubernetes,
} from 'backstage-plugin-service-secrets-node/testUtils';

import { anEntity } from '../../testSupport/World';
import { shareClusterReads } from './shareClusterReads';

const MINUTE = 60_000;
const many = Array.from({ length: 30 }, (_, index) => `ns-${index}`);

function namespaceState() {
  return {
    serviceAccounts: [],
    workloads: [aWorkload({ name: 'app' })],
    pods: [],
    warnings: [],
    certificates: [],
    issuers: {},
    deliveries: [aVaultDynamicSecret(), aVaultAuth()],
  };
}

class Setup {
  now = 0;
  readonly api = new InMemoryKubernetes({
    namespaces: Object.fromEntries(many.map(name => [name, namespaceState()])),
  });
  readonly logger = { info: jest.fn() };
  readonly clusters = shareClusterReads(
    {
      names: () => ['cluster'],
      cluster: name =>
        name === 'cluster' ? { name, api: this.api } : undefined,
    },
    {
      maxAgeMs: MINUTE,
      kindsMs: 60 * MINUTE,
      clock: () => new Date(this.now),
      logger: this.logger,
    },
  );

  constructor(namespaces: readonly string[] = many) {
    this.clusters.expect(new Set(namespaces));
  }

  get shared() {
    const cluster = this.clusters.cluster('cluster');
    if (!cluster) throw new Error('there is no such cluster');
    return cluster.api;
  }

  get calls() {
    return this.api.calls;
  }

  async deliveries(namespaces: readonly string[] = many): Promise<string[]> {
    const found = await Promise.all(
      namespaces.map(each => this.shared.deliveryResources(each, 'vso')),
    );
    return found.flatMap(each => each?.map(({ kind }) => kind) ?? []);
  }
}

describe('deliveries in shareClusterReads', () => {
  it('are listed of the whole cluster once a minute for all namespaces of the run', async () => {
    const setup = new Setup();
    expect(await setup.deliveries()).toHaveLength(60);
    expect(setup.calls.count('clusterDeliveryResources')).toBe(1);
    expect(setup.calls.count('deliveryResources')).toBe(0);

    setup.now += MINUTE;
    await setup.deliveries();
    expect(setup.calls.count('clusterDeliveryResources')).toBe(2);
  });

  it('are read of a namespace that is not of the run by itself', async () => {
    const setup = new Setup(many.slice(1));

    expect(await setup.deliveries(['ns-0'])).toHaveLength(2);
    expect(setup.calls.count('clusterDeliveryResources')).toBe(0);
  });

  it('are read namespace by namespace where there are few, each once a minute', async () => {
    const few = many.slice(0, 20);
    const setup = new Setup(few);
    await setup.deliveries(few);
    await setup.deliveries(few);

    expect(setup.calls.count('clusterDeliveryResources')).toBe(0);
    expect(setup.calls.count('deliveryResources')).toBe(20);
  });

  it('are read namespace by namespace by who may not list the cluster, which is said once', async () => {
    const setup = new Setup();
    setup.api.fail('clusterDeliveryResources', 'denied');
    expect(await setup.deliveries()).toHaveLength(60);
    setup.now += 9 * MINUTE;
    await setup.deliveries();
    expect(setup.calls.count('clusterDeliveryResources')).toBe(1);
    expect(setup.calls.count('deliveryResources')).toBe(60);

    setup.now += MINUTE;
    await setup.deliveries();
    expect(setup.calls.count('clusterDeliveryResources')).toBe(2);
    expect(setup.logger.info).toHaveBeenCalledTimes(1);
    expect(setup.logger.info).toHaveBeenCalledWith(
      expect.stringContaining('cluster: the objects of vso'),
    );
  });

  it('fail for each namespace as that one fails, not as the list of the cluster did', async () => {
    const setup = new Setup();
    setup.api.fail('clusterDeliveryResources', 'bad-answer');
    setup.api.fail('deliveryResources', 'timeout');

    await expect(setup.deliveries()).rejects.toMatchObject({ code: 'timeout' });
  });

  it('are asked of a namespace alone when some of it could not be read', async () => {
    const setup = new Setup();
    jest.spyOn(setup.api, 'clusterDeliveryResources').mockResolvedValue({
      byNamespace: new Map(),
      unclear: new Set(['ns-0']),
    });

    expect(await setup.deliveries(['ns-0'])).toHaveLength(2);
    expect(await setup.deliveries(['ns-1'])).toEqual([]);
  });

  it('are not there where the operator is not installed', async () => {
    const setup = new Setup();
    setup.api.state.operatorsInstalled = [];

    expect(await setup.shared.deliveryResources('ns-0', 'vso')).toBeUndefined();
    expect(setup.calls.count('deliveryResources')).toBe(0);
  });

  it('are listed anew by the next run', async () => {
    const setup = new Setup();
    await setup.deliveries();
    setup.clusters.begin();
    await setup.deliveries();

    expect(setup.calls.count('clusterDeliveryResources')).toBe(2);
  });
});

describe('workloads in shareClusterReads', () => {
  const app = [{ name: 'app' }];

  async function kinds(setup: Setup): Promise<string[]> {
    const found = await setup.shared.workloads('ns-0', app);
    return found.map(({ kind }) => kind);
  }

  function watch(setup: Setup) {
    const asked = jest.spyOn(setup.api, 'workloads');
    return () => asked.mock.calls.map(([, names]) => names);
  }

  it('are asked for as the kind they were', async () => {
    const setup = new Setup();
    const asked = watch(setup);
    expect(await kinds(setup)).toEqual(['deployment']);
    expect(await kinds(setup)).toEqual(['deployment']);

    expect(asked()).toEqual([app, [{ kind: 'deployment', name: 'app' }]]);
  });

  it('are looked for as every kind when the one they were is gone', async () => {
    const setup = new Setup();
    await kinds(setup);
    const workload = aWorkload({ name: 'app', kind: 'statefulset' });
    setup.api.state.namespaces['ns-0'].workloads = [workload];

    expect(await kinds(setup)).toEqual(['statefulset']);
    setup.api.state.namespaces['ns-0'].workloads = [];
    expect(await kinds(setup)).toEqual([]);
  });

  it('are found as a second kind within the age, and at once in a service that is read anew', async () => {
    const setup = new Setup();
    await kinds(setup);
    const { workloads } = setup.api.state.namespaces['ns-0'];
    workloads.push(aWorkload({ name: 'app', kind: 'cronjob', uid: 'second' }));
    expect(await kinds(setup)).toEqual(['deployment']);
    setup.now += 60 * MINUTE;
    expect(await kinds(setup)).toEqual(['deployment', 'cronjob']);

    workloads.push(aWorkload({ name: 'app', kind: 'job', uid: 'third' }));
    const entity = anEntity({
      'service-secrets.io/namespace': 'ns-0',
      'service-secrets.io/workloads': 'app',
    });
    const result = readServiceBinding(entity);
    if (result.kind !== 'bound') throw new Error('the entity claims nothing');
    setup.clusters.forget(result.binding);
    expect(await kinds(setup)).toHaveLength(3);
  });

  it('are each found when several services ask for the same one at a time', async () => {
    const setup = new Setup();

    expect(await Promise.all([kinds(setup), kinds(setup)])).toEqual([
      ['deployment'],
      ['deployment'],
    ]);
  });
});

it('asks once for the certificates, issuers and warnings that services share', async () => {
  const { shared, calls } = new Setup();
  const issuer = { kind: 'ClusterIssuer', name: 'vault' } as const;
  for (let service = 0; service < 3; service += 1) {
    await shared.certificates('ns-0');
    await shared.warnings('ns-0');
    await shared.issuer(issuer);
  }
  await shared.issuer({ ...issuer, name: 'other' });

  expect(calls.count('certificates')).toBe(1);
  expect(calls.count('warnings')).toBe(1);
  expect(calls.count('issuer')).toBe(2);
});
