import { deployments, merge, secrets, type Case } from './Case';

/** Rules of single kinds, watches and deletes. What a kube-apiserver 1.36 answered to the same requests. */
export const objectCases: Case[] = [
  {
    what: 'a TLS secret without key',
    method: 'POST',
    path: secrets,
    body: {
      metadata: { name: 't1' },
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': 'eA==' },
    },
    status: 422,
    reason: 'Invalid',
    message: 'Secret "t1" is invalid: data[tls.key]: Required value',
  },
  {
    what: 'bad base64',
    method: 'POST',
    path: secrets,
    body: { metadata: { name: 't2' }, data: { a: '%%' } },
    status: 400,
    reason: 'BadRequest',
    message:
      'Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 0',
  },
  {
    what: "a change of a secret's type",
    method: 'PATCH',
    path: `${secrets}/s1`,
    body: { type: 'other' },
    type: merge,
    status: 422,
    reason: 'Invalid',
    message:
      'Secret "s1" is invalid: type: Invalid value: "other": field is immutable',
  },
  {
    what: "a change of a pod's account",
    method: 'PATCH',
    path: '/api/v1/namespaces/team-a/pods/p',
    body: { spec: { serviceAccountName: 'x' } },
    type: merge,
    status: 422,
    reason: 'Invalid',
    message:
      'Pod "p" is invalid: spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`',
  },
  {
    what: 'a custom resource of the wrong shape',
    method: 'POST',
    path: '/apis/cert-manager.io/v1/namespaces/team-a/certificates',
    body: { metadata: { name: 'bad' }, spec: { dnsNames: 'x' } },
    status: 422,
    reason: 'Invalid',
    message:
      'Certificate.cert-manager.io "bad" is invalid: [spec.dnsNames: Invalid value: "string": spec.dnsNames in body must be of type array: "string", spec.secretName: Required value, spec.issuerRef: Required value]',
  },
  {
    what: 'a strategic patch of a custom resource',
    method: 'PATCH',
    path: '/apis/cert-manager.io/v1/namespaces/team-a/certificates/tls',
    body: {},
    type: 'application/strategic-merge-patch+json',
    status: 415,
    reason: 'UnsupportedMediaType',
    message:
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
  },
  {
    what: 'a custom kind nobody defined',
    method: 'GET',
    path: '/apis/cert-manager.io/v1/namespaces/team-a/frobs',
    status: 404,
  },
  {
    what: 'a watch from a bad version',
    method: 'GET',
    path: `${deployments}?watch=1&resourceVersion=abc`,
    status: 500,
    message:
      'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
  },
  {
    what: 'a delete with a wrong uid',
    method: 'DELETE',
    path: `${deployments}/web`,
    body: { preconditions: { uid: '0' } },
    status: 409,
    reason: 'Conflict',
    message:
      'Operation cannot be fulfilled on Deployment.apps "web": the UID in the precondition (0) does not match',
  },
  {
    what: 'a dry-run delete',
    method: 'DELETE',
    path: `${deployments}/web?dryRun=All`,
    status: 200,
  },
  {
    what: 'the object of that dry run',
    method: 'GET',
    path: `${deployments}/web`,
    who: 'admin',
    status: 200,
  },
];
