import { bindingRules, roleRules, webhookRules } from './accessRules';
import { core } from './coreTypes';
import { describeType, type Row } from './describeType';
import type { ResourceType } from './ResourceType';
import { apps, batch } from './workloadTypes';

const access: Row[] = [
  {
    kind: 'ClusterRoleBinding',
    cluster: true,
    names: 'path-segment',
    zero: { roleRef: {} },
    members: ['subjects', 'roleRef'],
    rules: bindingRules,
  },
  {
    kind: 'ClusterRole',
    cluster: true,
    names: 'path-segment',
    zero: { rules: null },
    members: ['rules', 'aggregationRule'],
    rules: roleRules,
  },
  {
    kind: 'RoleBinding',
    names: 'path-segment',
    zero: { roleRef: {} },
    members: ['subjects', 'roleRef'],
    rules: bindingRules,
  },
  {
    kind: 'Role',
    names: 'path-segment',
    zero: { rules: null },
    members: ['rules'],
    rules: roleRules,
  },
];

const admission: Row[] = [
  {
    kind: 'MutatingWebhookConfiguration',
    cluster: true,
    categories: ['api-extensions'],
    generation: 'spec',
    members: ['webhooks'],
    rules: webhookRules,
  },
];

/** Every resource that is there without a CustomResourceDefinition, in discovery order. */
export const builtInTypes: readonly ResourceType[] = [
  ...core.map(row => describeType('', row)),
  ...apps.map(row => describeType('apps', row)),
  ...batch.map(row => describeType('batch', row)),
  ...access.map(row => describeType('rbac.authorization.k8s.io', row)),
  ...admission.map(row => describeType('admissionregistration.k8s.io', row)),
];
