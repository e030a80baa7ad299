import { deployments, aDeployment, type Case } from './Case';

/** Creating, reading and changing objects. What a kube-apiserver 1.36 answered to the same requests. */
export const workloadCases: Case[] = [
  {
    what: 'a taken name',
    method: 'POST',
    path: '/api/v1/namespaces',
    body: { metadata: { name: 'team-a' } },
    status: 409,
    reason: 'AlreadyExists',
    message: 'namespaces "team-a" already exists',
  },
  {
    what: 'a bad name',
    method: 'POST',
    path: '/api/v1/namespaces',
    body: { metadata: { name: 'Bad_Name' } },
    status: 422,
    reason: 'Invalid',
    message:
      'Namespace "Bad_Name" is invalid: metadata.name: Invalid value: "Bad_Name": a lowercase RFC 1123 label must consist of',
  },
  {
    what: 'an absent namespace',
    method: 'POST',
    path: '/apis/apps/v1/namespaces/absent/deployments',
    body: aDeployment('a'),
    status: 404,
    reason: 'NotFound',
    message: 'namespaces "absent" not found',
  },
  {
    what: 'another namespace in the body',
    method: 'POST',
    path: deployments,
    body: aDeployment('b', { metadata: { name: 'b', namespace: 'other' } }),
    status: 400,
    reason: 'BadRequest',
    message:
      'the namespace of the provided object does not match the namespace sent on the request',
  },
  {
    what: 'a selector that misses the template',
    method: 'POST',
    path: deployments,
    body: aDeployment('x', {
      spec: {
        ...aDeployment('x').spec,
        selector: { matchLabels: { app: 'y' } },
      },
    }),
    status: 422,
    reason: 'Invalid',
    message:
      'Deployment.apps "x" is invalid: spec.template.metadata.labels: Invalid value: {"app":"x"}: `selector` does not match template `labels`',
  },
  {
    what: 'nothing that is needed',
    method: 'POST',
    path: deployments,
    body: {
      metadata: { name: 'x' },
      spec: { template: { spec: { containers: [] } } },
    },
    status: 422,
    reason: 'Invalid',
    message:
      'Deployment.apps "x" is invalid: [spec.selector: Required value, spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`, spec.template.spec.containers: Required value]',
  },
  {
    what: 'an unknown field under Strict',
    method: 'POST',
    path: `${deployments}?fieldValidation=Strict`,
    body: aDeployment('s', { bogus: 1 }),
    status: 400,
    reason: 'BadRequest',
    message:
      'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "bogus"',
  },
  {
    what: 'half a JSON',
    method: 'POST',
    path: deployments,
    body: '{"a":',
    status: 400,
    reason: 'BadRequest',
    message:
      'the object provided is unrecognized (must be of type Deployment): couldn\'t get version/kind; json parse error: unexpected end of JSON input ({"a":)',
  },
  {
    what: 'another kind',
    method: 'POST',
    path: deployments,
    body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } },
    status: 400,
    reason: 'BadRequest',
    message:
      'Pod in version "v1" cannot be handled as a Deployment: converting (v1.Pod) to (apps.Deployment): unknown conversion',
  },
  {
    what: 'a body that is plain text',
    method: 'POST',
    path: deployments,
    body: 'x',
    type: 'text/plain',
    status: 415,
    reason: 'UnsupportedMediaType',
  },
  {
    what: 'an annotation that is no text',
    method: 'POST',
    path: deployments,
    body: aDeployment('ann', {
      metadata: { name: 'ann', annotations: { a: true } },
    }),
    status: 400,
    reason: 'BadRequest',
    message:
      'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.annotations of type string',
  },
  {
    what: 'an absent object',
    method: 'GET',
    path: `${deployments}/absent`,
    status: 404,
    reason: 'NotFound',
    message: 'deployments.apps "absent" not found',
  },
  {
    what: 'a bad label selector',
    method: 'GET',
    path: `${deployments}?labelSelector=a%3D(`,
    status: 400,
    reason: 'BadRequest',
    message: "unable to parse requirement: found '(', expected: identifier",
  },
  {
    what: 'a field nobody indexes',
    method: 'GET',
    path: `${deployments}?fieldSelector=spec.replicas%3D2`,
    status: 400,
    reason: 'BadRequest',
    message:
      '"spec.replicas" is not a known field selector: only "metadata.name", "metadata.namespace"',
  },
  {
    what: 'a bad continue token',
    method: 'GET',
    path: `${deployments}?limit=2&continue=garbage`,
    status: 400,
    reason: 'BadRequest',
    message: 'invalid continue token: continue key is not valid',
  },
  {
    what: 'a stale version',
    method: 'PUT',
    path: `${deployments}/web`,
    body: aDeployment('web', {
      metadata: { name: 'web', resourceVersion: '1' },
    }),
    status: 409,
    reason: 'Conflict',
    message:
      'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
  },
  {
    what: 'a JSON patch that does not fit',
    method: 'PATCH',
    path: `${deployments}/web`,
    body: [{ op: 'remove', path: '/spec/nope' }],
    type: 'application/json-patch+json',
    status: 422,
    reason: 'Invalid',
    message: 'the server rejected our request due to an error in our request',
  },
  {
    what: 'apply without a manager',
    method: 'PATCH',
    path: `${deployments}/web`,
    body: aDeployment('web'),
    type: 'application/apply-patch+yaml',
    status: 422,
    reason: 'Invalid',
    message:
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
  },
];
