import {
  defaultClusterRoleBindings,
  defaultClusterRoles,
} from '../auth/defaultAccess';
import type { ObjectWriter } from '../objects/ObjectWriter';
import type { Registry } from '../resources/Registry';
import { systemContext } from './systemContext';

const group = 'rbac.authorization.k8s.io';
const manager = 'kube-apiserver';
const labels = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };

/** Creates what every cluster starts with: four namespaces, the default roles and their bindings. */
export function bootstrapCluster(
  writer: ObjectWriter,
  registry: Registry,
): void {
  const create = (where: { group: string; plural: string }, body: object) =>
    writer.create(
      systemContext(registry.require(where.group, where.plural), '', manager),
      body,
    );
  const names = ['kube-system', 'kube-public', 'default', 'kube-node-lease'];
  for (const name of names)
    create({ group: '', plural: 'namespaces' }, { metadata: { name } });
  for (const [name, rules] of Object.entries(defaultClusterRoles))
    create(
      { group, plural: 'clusterroles' },
      { metadata: { name, labels }, rules },
    );
  for (const { role, groups } of defaultClusterRoleBindings)
    create(
      { group, plural: 'clusterrolebindings' },
      {
        metadata: { name: role, labels },
        roleRef: { apiGroup: group, kind: 'ClusterRole', name: role },
        subjects: groups.map(name => ({
          apiGroup: group,
          kind: 'Group',
          name,
        })),
      },
    );
}
