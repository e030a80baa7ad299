import {
  defaultAudience,
  type ServiceAccountTokens,
} from '../auth/ServiceAccountTokens';
import {
  isObject,
  objectOf,
  textOf,
  textsOf,
  type JsonObject,
} from '../api/json';
import type { KubeObject } from '../api/KubeObject';
import { badRequest, cause, invalid, notFound } from '../api/status';
import { recordUpdate } from '../fields/managedFields';
import { timestamp } from '../objects/WriteContext';
import type { ObjectStore } from '../store/ObjectStore';

const type = {
  group: 'authentication.k8s.io',
  plural: 'tokenrequests',
  kind: 'TokenRequest',
};
const apiVersion = 'authentication.k8s.io/v1';
const pods = { group: '', plural: 'pods', kind: 'Pod' };

function lifetime(spec: JsonObject): number {
  const { expirationSeconds } = spec;
  if (expirationSeconds === undefined || expirationSeconds === null)
    return 3600;
  const seconds = Number(expirationSeconds);
  const field = 'spec.expirationSeconds';
  if (!(seconds >= 600))
    throw invalid(type, '', [
      cause.invalid(
        field,
        expirationSeconds,
        'may not specify a duration less than 10 minutes',
      ),
    ]);
  if (seconds > 2 ** 32)
    throw invalid(type, '', [
      cause.invalid(
        field,
        expirationSeconds,
        'may not specify a duration larger than 2^32 seconds',
      ),
    ]);
  return seconds;
}

function boundPod(
  store: ObjectStore,
  namespace: string,
  spec: JsonObject,
): { name: string; uid: string } | undefined {
  if (!isObject(spec.boundObjectRef)) return undefined;
  const { kind, name } = spec.boundObjectRef;
  if (kind !== 'Pod')
    throw badRequest(
      `cannot bind token for serviceaccount to object type ${textOf(
        kind,
      )}: this server binds to pods only`,
    );
  const pod = store.get('/pods', `${namespace}/${textOf(name)}`);
  if (!pod) throw notFound(pods, textOf(name));
  return { name: pod.metadata.name, uid: pod.metadata.uid };
}

function requestOwnership(
  given: JsonObject,
  expirationSeconds: number,
  manager: string,
) {
  const zero = {
    audiences: null,
    expirationSeconds: null,
    boundObjectRef: null,
  };
  return recordUpdate({
    entries: undefined,
    old: { spec: zero },
    object: { spec: { ...zero, expirationSeconds, ...given } },
    writer: {
      manager,
      operation: 'Update',
      apiVersion,
      subresource: 'token',
      time: timestamp(),
    },
    custom: false,
    writable: () => true,
  });
}

/** Issues a token for a service account, as its `token` subresource does. */
export async function requestToken(options: {
  store: ObjectStore;
  tokens: ServiceAccountTokens;
  account: KubeObject;
  manager: string;
  body: JsonObject;
}): Promise<JsonObject> {
  const { store, tokens, account, manager, body } = options;
  const given = objectOf(body.spec);
  const expirationSeconds = lifetime(given);
  const asked = textsOf(given.audiences);
  const audiences = asked.length > 0 ? asked : [defaultAudience];
  const { name, namespace = '', uid, creationTimestamp } = account.metadata;
  const expires = Date.now() + expirationSeconds * 1000;
  const token = await tokens.issue({
    name,
    namespace,
    uid,
    audiences,
    expirationSeconds,
    pod: boundPod(store, namespace, given),
  });
  const managedFields = requestOwnership(given, expirationSeconds, manager);
  return {
    kind: type.kind,
    apiVersion,
    metadata: { name, namespace, uid, creationTimestamp, managedFields },
    spec: { boundObjectRef: null, ...given, audiences, expirationSeconds },
    status: { token, expirationTimestamp: timestamp(expires) },
  };
}
