import {
  ADD,
  AppsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  ERROR,
  KubeConfig,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  Watch,
  type V1ConfigMap,
} from '@kubernetes/client-node';
import { startKubernetes, type KubernetesServer } from './startKubernetes';

const namespace = 'default';

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + 45_000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error('not within 45 seconds');
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

describe('@kubernetes/client-node', () => {
  let server: KubernetesServer;
  let config: KubeConfig;
  let core: CoreV1Api;

  beforeAll(async () => {
    server = await startKubernetes();
    config = new KubeConfig();
    config.loadFromString(server.kubeconfig());
    core = config.makeApiClient(CoreV1Api);
  });

  afterAll(() => server.stop());

  function add(name: string): Promise<V1ConfigMap> {
    const body = { metadata: { name, labels: { made: 'here' } } };
    return core.createNamespacedConfigMap({ namespace, body });
  }

  it('lists in pages and by label', async () => {
    for (const name of ['p1', 'p2', 'p3']) await add(name);
    const first = await core.listNamespacedConfigMap({
      namespace,
      labelSelector: 'made=here',
      limit: 2,
    });
    expect(first.items.map(({ metadata }) => metadata?.name)).toEqual([
      'p1',
      'p2',
    ]);
    const second = await core.listNamespacedConfigMap({
      namespace,
      labelSelector: 'made=here',
      limit: 2,
      _continue: first.metadata?._continue,
    });
    expect(second.items).toHaveLength(1);
  });

  it('throws what the server says when an object is absent', async () => {
    await expect(
      core.readNamespacedSecret({ namespace, name: 'absent' }),
    ).rejects.toMatchObject({ code: 404 });
  });

  it('patches with each patch type', async () => {
    const apps = config.makeApiClient(AppsV1Api);
    const labels = { app: 'web' };
    await apps.createNamespacedDeployment({
      namespace,
      body: {
        metadata: { name: 'web' },
        spec: {
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: { containers: [{ name: 'app', image: 'x:1' }] },
          },
        },
      },
    });
    const patch = (body: unknown, strategy: string) =>
      apps.patchNamespacedDeployment(
        {
          namespace,
          name: 'web',
          body,
          fieldManager: 'test',
          force: undefined,
        },
        setHeaderOptions('Content-Type', strategy),
      );
    await patch({ spec: { replicas: 2 } }, PatchStrategy.MergePatch);
    await patch(
      [{ op: 'replace', path: '/spec/paused', value: true }].map(item => ({
        ...item,
        op: 'add',
      })),
      PatchStrategy.JsonPatch,
    );
    const result = await patch(
      {
        spec: {
          template: {
            spec: { containers: [{ name: 'app', image: 'x:2' }] },
          },
        },
      },
      PatchStrategy.StrategicMergePatch,
    );
    expect(result.spec).toMatchObject({ replicas: 2, paused: true });
    expect(result.spec?.template.spec?.containers[0]).toMatchObject({
      image: 'x:2',
      imagePullPolicy: 'IfNotPresent',
    });
    expect(result.metadata?.generation).toBe(4);
  });

  it('watches from a version', async () => {
    const { metadata } = await core.listNamespacedConfigMap({ namespace });
    const seen: string[] = [];
    const controller = await new Watch(config).watch(
      `/api/v1/namespaces/${namespace}/configmaps`,
      { resourceVersion: metadata?.resourceVersion },
      (type, object: V1ConfigMap) =>
        seen.push(`${type} ${object.metadata?.name ?? ''}`),
      () => undefined,
    );
    await add('w1');
    await core.deleteNamespacedConfigMap({ namespace, name: 'w1' });
    await until(() => seen.length === 2);
    controller.abort();
    expect(seen).toEqual(['ADDED w1', 'DELETED w1']);
  });

  it('keeps an informer going after its history expired', async () => {
    const informer = makeInformer<V1ConfigMap>(
      config,
      `/api/v1/namespaces/${namespace}/configmaps`,
      () => core.listNamespacedConfigMap({ namespace }),
    );
    const added: string[] = [];
    informer.on(ADD, ({ metadata }) => added.push(metadata?.name ?? ''));
    informer.on(ERROR, () => undefined);
    await informer.start();
    await until(() => added.includes('kube-root-ca.crt'));
    server.faults.compact();
    server.faults.dropWatches();
    await add('after-expiry');
    await until(() => added.includes('after-expiry'));
    await informer.stop();
    expect(informer.get('after-expiry', namespace)).toBeDefined();
  });

  it('writes status of custom resources apart from their spec', async () => {
    const custom = config.makeApiClient(CustomObjectsApi);
    const place = {
      group: 'cert-manager.io',
      version: 'v1',
      namespace,
      plural: 'certificates',
    };
    await custom.createNamespacedCustomObject({
      ...place,
      body: {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name: 'tls' },
        spec: { secretName: 's', issuerRef: { name: 'i' } },
        status: { revision: 9 },
      },
    });
    const result: unknown = await custom.patchNamespacedCustomObjectStatus(
      {
        ...place,
        name: 'tls',
        body: { spec: { secretName: 'other' }, status: { revision: 1 } },
      },
      setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
    );
    expect(result).toMatchObject({
      metadata: { generation: 1 },
      spec: { secretName: 's' },
      status: { revision: 1 },
    });
  });
});
