import type { JsonObject } from '../api/json';

const readOnly = ['get', 'list', 'watch'];
const write = ['create', 'delete', 'deletecollection', 'patch', 'update'];

const viewed: JsonObject[] = [
  {
    verbs: readOnly,
    apiGroups: [''],
    resources: [
      'configmaps',
      'endpoints',
      'events',
      'namespaces',
      'pods',
      'pods/log',
      'pods/status',
      'serviceaccounts',
      'services',
      'services/status',
    ],
  },
  {
    verbs: readOnly,
    apiGroups: ['apps'],
    resources: [
      'daemonsets',
      'daemonsets/status',
      'deployments',
      'deployments/scale',
      'deployments/status',
      'replicasets',
      'replicasets/scale',
      'replicasets/status',
      'statefulsets',
      'statefulsets/scale',
      'statefulsets/status',
    ],
  },
  {
    verbs: readOnly,
    apiGroups: ['batch'],
    resources: ['cronjobs', 'cronjobs/status', 'jobs', 'jobs/status'],
  },
];

const edited: JsonObject[] = [
  { verbs: readOnly, apiGroups: [''], resources: ['secrets'] },
  {
    verbs: write,
    apiGroups: [''],
    resources: [
      'configmaps',
      'endpoints',
      'events',
      'pods',
      'secrets',
      'serviceaccounts',
      'services',
    ],
  },
  { verbs: ['create'], apiGroups: [''], resources: ['serviceaccounts/token'] },
  { verbs: ['impersonate'], apiGroups: [''], resources: ['serviceaccounts'] },
  {
    verbs: write,
    apiGroups: ['apps'],
    resources: [
      'daemonsets',
      'deployments',
      'deployments/scale',
      'replicasets',
      'replicasets/scale',
      'statefulsets',
      'statefulsets/scale',
    ],
  },
  { verbs: write, apiGroups: ['batch'], resources: ['cronjobs', 'jobs'] },
];

const administered: JsonObject[] = [
  {
    verbs: ['create'],
    apiGroups: ['authorization.k8s.io'],
    resources: ['localsubjectaccessreviews'],
  },
  {
    verbs: [...readOnly, ...write],
    apiGroups: ['rbac.authorization.k8s.io'],
    resources: ['rolebindings', 'roles'],
  },
];

const publicPaths = ['/healthz', '/livez', '/readyz', '/version', '/version/'];

const oidcPaths = [
  '/.well-known/openid-configuration',
  '/.well-known/openid-configuration/',
  '/openid/v1/jwks',
  '/openid/v1/jwks/',
];

/** The cluster roles every cluster starts with, as far as this server has what they speak of. */
export const defaultClusterRoles: Readonly<Record<string, JsonObject[]>> = {
  admin: [...administered, ...edited, ...viewed],
  'cluster-admin': [
    { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
    { verbs: ['*'], nonResourceURLs: ['*'] },
  ],
  edit: [...edited, ...viewed],
  'system:auth-delegator': [
    {
      verbs: ['create'],
      apiGroups: ['authentication.k8s.io'],
      resources: ['tokenreviews'],
    },
    {
      verbs: ['create'],
      apiGroups: ['authorization.k8s.io'],
      resources: ['subjectaccessreviews'],
    },
  ],
  'system:basic-user': [
    {
      verbs: ['create'],
      apiGroups: ['authorization.k8s.io'],
      resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
    },
    {
      verbs: ['create'],
      apiGroups: ['authentication.k8s.io'],
      resources: ['selfsubjectreviews'],
    },
  ],
  'system:discovery': [
    {
      verbs: ['get'],
      nonResourceURLs: [
        '/api',
        '/api/*',
        '/apis',
        '/apis/*',
        '/healthz',
        '/livez',
        '/openapi',
        '/openapi/*',
        '/readyz',
        '/version',
        '/version/',
      ],
    },
  ],
  'system:public-info-viewer': [
    { verbs: ['get'], nonResourceURLs: publicPaths },
    { verbs: ['get'], nonResourceURLs: ['/.well-known', '/.well-known/*'] },
  ],
  'system:service-account-issuer-discovery': [
    { verbs: ['get'], nonResourceURLs: oidcPaths },
  ],
  view: viewed,
};

/** Which groups hold which of these roles from the start. */
export const defaultClusterRoleBindings: ReadonlyArray<{
  role: string;
  groups: string[];
}> = [
  { role: 'cluster-admin', groups: ['system:masters'] },
  { role: 'system:basic-user', groups: ['system:authenticated'] },
  { role: 'system:discovery', groups: ['system:authenticated'] },
  {
    role: 'system:public-info-viewer',
    groups: ['system:authenticated', 'system:unauthenticated'],
  },
  {
    role: 'system:service-account-issuer-discovery',
    groups: ['system:serviceaccounts'],
  },
];
