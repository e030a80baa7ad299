import { isDeepStrictEqual } from 'node:util';
import {
  isObject,
  objectOf,
  objectsOf,
  textOf,
  type JsonObject,
} from '../api/json';
import { badRequest, cause, type Cause } from '../api/status';
import { setDefault } from './podDefaults';
import type { ResourceRules } from './ResourceType';

/** Namespaces: labelled with their name; hold a finalizer until they are empty. */
export const namespaceRules: ResourceRules = {
  default(object) {
    const metadata = objectOf(object.metadata);
    if (metadata.name === undefined) return;
    metadata.labels = {
      'kubernetes.io/metadata.name': metadata.name,
      ...objectOf(metadata.labels),
    };
  },
  prepare(object) {
    object.spec = { finalizers: ['kubernetes'] };
    object.status = { phase: 'Active' };
  },
};

function firstBadByte(text: string): number {
  const bad = text.search(/[^A-Za-z0-9+/=]/);
  if (bad >= 0) return bad;
  return text.length % 4 === 0 ? -1 : text.length;
}

function requireBase64(data: JsonObject): void {
  for (const value of Object.values(data)) {
    const at = firstBadByte(textOf(value).replace(/[\r\n]/g, ''));
    if (at >= 0)
      throw badRequest(
        `Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte ${at}`,
      );
  }
}

const requiredKeys: Record<string, string[]> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

function dataKeyCauses(data: JsonObject): Cause[] {
  return Object.keys(data)
    .filter(key => !/^[-._a-zA-Z0-9]+$/.test(key))
    .map(key =>
      cause.invalid(
        `data[${key}]`,
        key,
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
      ),
    );
}

function immutableCauses(
  object: JsonObject,
  old: JsonObject,
  members: readonly string[],
): Cause[] {
  if (old.immutable !== true) return [];
  const changed = members.filter(
    member => !isDeepStrictEqual(object[member], old[member]),
  );
  const detail = 'field is immutable when `immutable` is set';
  return [
    ...(object.immutable === true
      ? []
      : [cause.forbidden('immutable', detail)]),
    ...changed.map(member => cause.forbidden(member, detail)),
  ];
}

/** Secrets: `stringData` is folded into `data`; the type decides which keys are needed and never changes. */
export const secretRules: ResourceRules = {
  default(object) {
    requireBase64(objectOf(object.data));
    if (isObject(object.stringData)) {
      const encoded = Object.entries(object.stringData).map(([key, value]) => [
        key,
        Buffer.from(textOf(value)).toString('base64'),
      ]);
      object.data = {
        ...objectOf(object.data),
        ...Object.fromEntries(encoded),
      };
      delete object.stringData;
    }
    setDefault(object, 'type', 'Opaque');
  },
  validate(object) {
    const data = objectOf(object.data);
    const missing = (requiredKeys[textOf(object.type)] ?? []).filter(
      key => data[key] === undefined,
    );
    return [
      ...dataKeyCauses(data),
      ...missing.map(key => cause.required(`data[${key}]`)),
    ];
  },
  validateUpdate(object, old) {
    const causes = immutableCauses(object, old, ['data']);
    return object.type === old.type
      ? causes
      : [cause.invalid('type', object.type, 'field is immutable'), ...causes];
  },
};

/** ConfigMaps. */
export const configMapRules: ResourceRules = {
  validate: object => dataKeyCauses(objectOf(object.data)),
  validateUpdate: (object, old) =>
    immutableCauses(object, old, ['data', 'binaryData']),
};

let allocated = 0;

function nextClusterIp(): string {
  allocated += 1;
  return `10.96.${Math.floor(allocated / 250) % 250}.${(allocated % 250) + 2}`;
}

/** Services: an address from the cluster's range, ports named as the caller did. */
export const serviceRules: ResourceRules = {
  default(object) {
    const spec = objectOf(object.spec);
    setDefault(spec, 'type', 'ClusterIP');
    setDefault(spec, 'sessionAffinity', 'None');
    setDefault(spec, 'internalTrafficPolicy', 'Cluster');
    for (const port of objectsOf(spec.ports)) {
      setDefault(port, 'protocol', 'TCP');
      setDefault(port, 'targetPort', port.port);
    }
  },
  prepare(object) {
    const spec = objectOf(object.spec);
    setDefault(spec, 'clusterIP', nextClusterIp());
    setDefault(spec, 'clusterIPs', [spec.clusterIP]);
    setDefault(spec, 'ipFamilies', ['IPv4']);
    setDefault(spec, 'ipFamilyPolicy', 'SingleStack');
    object.status = { loadBalancer: {} };
  },
  validate(object) {
    const { ports, clusterIP, type } = objectOf(object.spec);
    const isPortless = clusterIP === 'None' || type === 'ExternalName';
    if (isPortless || objectsOf(ports).length > 0) return [];
    return [cause.required('spec.ports')];
  },
};

/** Events: they live in the namespace of the object they are about. */
export const eventRules: ResourceRules = {
  validate(object) {
    const { namespace } = objectOf(object.metadata);
    const about = textOf(objectOf(object.involvedObject).namespace);
    const isRight =
      about === namespace || (about === '' && namespace === 'default');
    if (isRight) return [];
    return [
      cause.invalid(
        'involvedObject.namespace',
        about,
        'does not match event.namespace',
      ),
    ];
  },
};
