import type { JsonObject } from '../api/json';
import { ObjectStore } from '../store/ObjectStore';
import type { Attributes } from './attributes';
import { RbacAuthorizer } from './RbacAuthorizer';

const group = 'rbac.authorization.k8s.io';

function put(store: ObjectStore, kind: string, object: JsonObject): void {
  const { name, namespace, ...rest } = object;
  store.put(`${group}/${kind.toLowerCase()}s`, {
    apiVersion: `${group}/v1`,
    kind,
    metadata: {
      name: String(name),
      ...(namespace ? { namespace: String(namespace) } : {}),
      uid: '',
      resourceVersion: '',
      creationTimestamp: '',
    },
    ...rest,
  });
}

function aStore(): ObjectStore {
  const store = new ObjectStore();
  put(store, 'Role', {
    name: 'reader',
    namespace: 'a',
    rules: [
      { verbs: ['get'], apiGroups: ['apps'], resources: ['deployments'] },
      {
        verbs: ['*'],
        apiGroups: [''],
        resources: ['secrets'],
        resourceNames: ['one'],
      },
      { verbs: ['patch'], apiGroups: ['apps'], resources: ['*/status'] },
    ],
  });
  put(store, 'RoleBinding', {
    name: 'reader',
    namespace: 'a',
    subjects: [{ kind: 'ServiceAccount', name: 'sa', namespace: 'a' }],
    roleRef: { kind: 'Role', name: 'reader' },
  });
  put(store, 'ClusterRole', {
    name: 'probe',
    rules: [{ verbs: ['get'], nonResourceURLs: ['/health*'] }],
  });
  put(store, 'ClusterRoleBinding', {
    name: 'probe',
    subjects: [{ kind: 'Group', name: 'probers' }],
    roleRef: { kind: 'ClusterRole', name: 'probe' },
  });
  return store;
}

const nothing: Attributes = {
  verb: 'get',
  group: '',
  resource: '',
  subresource: '',
  namespace: '',
  name: '',
};

const user = {
  username: 'system:serviceaccount:a:sa',
  groups: ['system:authenticated', 'probers'],
};

describe('RbacAuthorizer', () => {
  const authorizer = new RbacAuthorizer(aStore());
  const deployments = { group: 'apps', resource: 'deployments' };
  const secrets = { verb: 'delete', resource: 'secrets', namespace: 'a' };

  it.each<[string, Partial<Attributes>, boolean]>([
    ['a bound verb', { ...deployments, namespace: 'a' }, true],
    ['another verb', { ...deployments, namespace: 'a', verb: 'list' }, false],
    ['another namespace', { ...deployments, namespace: 'b' }, false],
    ['the cluster scope', deployments, false],
    ['another group', { resource: 'deployments', namespace: 'a' }, false],
    ['a named object', { ...secrets, name: 'one' }, true],
    ['another name', { ...secrets, name: 'two' }, false],
    ['no name where one is needed', secrets, false],
    [
      'a wildcard subresource',
      { ...deployments, namespace: 'a', verb: 'patch', subresource: 'status' },
      true,
    ],
    [
      'the resource itself under a subresource rule',
      { ...deployments, namespace: 'a', verb: 'patch' },
      false,
    ],
    ['a path by prefix', { path: '/healthz' }, true],
    ['another path', { path: '/metrics' }, false],
  ])('decides %s', (_, asked, expected) => {
    expect(authorizer.authorize(user, { ...nothing, ...asked }).allowed).toBe(
      expected,
    );
  });

  it('names binding, role and subject as the reason', () => {
    const asked = { ...nothing, ...deployments, namespace: 'a' };
    expect(authorizer.authorize(user, asked).reason).toBe(
      'RBAC: allowed by RoleBinding "reader/a" of Role "reader" to ServiceAccount "sa/a"',
    );
  });

  it('lets system:masters do everything', () => {
    const master = { username: 'x', groups: ['system:masters'] };
    const { allowed } = authorizer.authorize(master, {
      ...nothing,
      ...secrets,
    });
    expect(allowed).toBe(true);
  });
});
