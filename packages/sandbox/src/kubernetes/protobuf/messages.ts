/** How a field is read: a scalar, a map, or another message; lists are one of these in an array. */
export type FieldKind =
  | 'text'
  | 'integer'
  | 'boolean'
  | 'texts'
  | 'textMap'
  | 'bytesMap'
  | 'ignored'
  | { readonly message: Message; readonly repeated?: boolean };

/** Field numbers of a message with the JSON member each becomes. */
export type Message = Readonly<Record<number, readonly [string, FieldKind]>>;

const ownerReference: Message = {
  1: ['kind', 'text'],
  3: ['name', 'text'],
  4: ['uid', 'text'],
  5: ['apiVersion', 'text'],
  6: ['controller', 'boolean'],
  7: ['blockOwnerDeletion', 'boolean'],
};

const metadata: readonly [string, FieldKind] = [
  'metadata',
  {
    message: {
      1: ['name', 'text'],
      2: ['generateName', 'text'],
      3: ['namespace', 'text'],
      4: ['selfLink', 'ignored'],
      5: ['uid', 'text'],
      6: ['resourceVersion', 'text'],
      7: ['generation', 'ignored'],
      8: ['creationTimestamp', 'ignored'],
      11: ['labels', 'textMap'],
      12: ['annotations', 'textMap'],
      13: ['ownerReferences', { message: ownerReference, repeated: true }],
      14: ['finalizers', 'texts'],
    },
  },
];

// The server decides it, so what a client sends of it means nothing.
const status: readonly [string, FieldKind] = ['status', 'ignored'];

const rule: Message = {
  1: ['verbs', 'texts'],
  2: ['apiGroups', 'texts'],
  3: ['resources', 'texts'],
  4: ['resourceNames', 'texts'],
  5: ['nonResourceURLs', 'texts'],
};

const role: Message = {
  1: metadata,
  2: ['rules', { message: rule, repeated: true }],
};

const subject: Message = {
  1: ['kind', 'text'],
  2: ['apiGroup', 'text'],
  3: ['name', 'text'],
  4: ['namespace', 'text'],
};

const roleRef: Message = {
  1: ['apiGroup', 'text'],
  2: ['kind', 'text'],
  3: ['name', 'text'],
};

const binding: Message = {
  1: metadata,
  2: ['subjects', { message: subject, repeated: true }],
  3: ['roleRef', { message: roleRef }],
};

const resourceAttributes: readonly [string, FieldKind] = [
  'resourceAttributes',
  {
    message: {
      1: ['namespace', 'text'],
      2: ['verb', 'text'],
      3: ['group', 'text'],
      4: ['version', 'text'],
      5: ['resource', 'text'],
      6: ['subresource', 'text'],
      7: ['name', 'text'],
    },
  },
];

const nonResourceAttributes: readonly [string, FieldKind] = [
  'nonResourceAttributes',
  { message: { 1: ['path', 'text'], 2: ['verb', 'text'] } },
];

function withSpec(spec: Message): Message {
  return { 1: metadata, 2: ['spec', { message: spec }], 3: status };
}

const boundObject: Message = {
  1: ['kind', 'text'],
  2: ['apiVersion', 'text'],
  3: ['name', 'text'],
  4: ['uid', 'text'],
};

/**
 * The kinds kubectl's imperative commands send as protobuf and this server
 * reads. Manifests come as JSON, so workloads need no entry here.
 */
export const messages: Readonly<Record<string, Message>> = {
  Namespace: { 1: metadata, 2: ['spec', 'ignored'], 3: status },
  ServiceAccount: {
    1: metadata,
    4: ['automountServiceAccountToken', 'boolean'],
  },
  Secret: {
    1: metadata,
    2: ['data', 'bytesMap'],
    3: ['type', 'text'],
    4: ['stringData', 'textMap'],
    5: ['immutable', 'boolean'],
  },
  ConfigMap: {
    1: metadata,
    2: ['data', 'textMap'],
    3: ['binaryData', 'bytesMap'],
    4: ['immutable', 'boolean'],
  },
  Role: role,
  ClusterRole: role,
  RoleBinding: binding,
  ClusterRoleBinding: binding,
  TokenRequest: withSpec({
    1: ['audiences', 'texts'],
    3: ['boundObjectRef', { message: boundObject }],
    4: ['expirationSeconds', 'integer'],
  }),
  SelfSubjectReview: { 1: metadata, 2: status },
  SelfSubjectAccessReview: withSpec({
    1: resourceAttributes,
    2: nonResourceAttributes,
  }),
  SelfSubjectRulesReview: withSpec({ 1: ['namespace', 'text'] }),
  SubjectAccessReview: withSpec({
    1: resourceAttributes,
    2: nonResourceAttributes,
    3: ['user', 'text'],
    4: ['groups', 'texts'],
    6: ['uid', 'text'],
  }),
  DeleteOptions: {
    1: ['gracePeriodSeconds', 'integer'],
    2: [
      'preconditions',
      { message: { 1: ['uid', 'text'], 2: ['resourceVersion', 'text'] } },
    ],
    3: ['orphanDependents', 'boolean'],
    4: ['propagationPolicy', 'text'],
    5: ['dryRun', 'texts'],
  },
};
