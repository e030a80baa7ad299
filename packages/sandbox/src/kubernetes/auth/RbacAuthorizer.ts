import {
  objectOf,
  objectsOf,
  textOf,
  textsOf,
  type JsonObject,
} from '../api/json';
import type { KubeObject } from '../api/KubeObject';
import type { ObjectStore } from '../store/ObjectStore';
import type { Attributes } from './attributes';
import type { User } from './User';

const group = 'rbac.authorization.k8s.io';

/** Allowed or not, with the reason reviews show. */
export interface Decision {
  readonly allowed: boolean;
  readonly reason: string;
}

function includes(list: unknown, wanted: string): boolean {
  const items = textsOf(list);
  return items.includes('*') || items.includes(wanted);
}

function matchesResource(rule: JsonObject, asked: Attributes): boolean {
  const { resource, subresource } = asked;
  const full = subresource ? `${resource}/${subresource}` : resource;
  return (
    includes(rule.resources, full) ||
    (subresource !== '' && textsOf(rule.resources).includes(`*/${subresource}`))
  );
}

function matchesPath(rule: JsonObject, path: string): boolean {
  return textsOf(rule.nonResourceURLs).some(
    url =>
      url === path || (url.endsWith('*') && path.startsWith(url.slice(0, -1))),
  );
}

/** Whether one rule allows what is asked. */
export function ruleAllows(rule: JsonObject, asked: Attributes): boolean {
  if (!includes(rule.verbs, asked.verb)) return false;
  if (asked.path !== undefined) return matchesPath(rule, asked.path);
  const names = textsOf(rule.resourceNames);
  return (
    includes(rule.apiGroups, asked.group) &&
    matchesResource(rule, asked) &&
    (names.length === 0 || names.includes(asked.name))
  );
}

function isSubject(subject: JsonObject, user: User): boolean {
  const name = textOf(subject.name);
  switch (subject.kind) {
    case 'User':
      return user.username === name;
    case 'Group':
      return user.groups.includes(name);
    case 'ServiceAccount':
      return (
        user.username ===
        `system:serviceaccount:${textOf(subject.namespace)}:${name}`
      );
    default:
      return false;
  }
}

interface Grant {
  readonly rules: readonly JsonObject[];
  readonly via: string;
}

function describe(binding: KubeObject, subject: JsonObject): string {
  const role = objectOf(binding.roleRef);
  const { name, namespace } = binding.metadata;
  const at = namespace ? `${name}/${namespace}` : name;
  const who =
    subject.kind === 'ServiceAccount'
      ? `${textOf(subject.name)}/${textOf(subject.namespace)}`
      : textOf(subject.name);
  return `RBAC: allowed by ${binding.kind} "${at}" of ${textOf(
    role.kind,
  )} "${textOf(role.name)}" to ${textOf(subject.kind)} "${who}"`;
}

/** Decides by the roles and bindings that are stored in the server. */
export class RbacAuthorizer {
  constructor(private readonly store: ObjectStore) {}

  /** Whether the user may do what is asked. */
  authorize(user: User, asked: Attributes): Decision {
    if (user.groups.includes('system:masters'))
      return { allowed: true, reason: '' };
    for (const { rules, via } of this.#grants(user, asked.namespace))
      if (rules.some(rule => ruleAllows(rule, asked)))
        return { allowed: true, reason: via };
    return { allowed: false, reason: '' };
  }

  /** Every rule the user has in a namespace, cluster-wide ones first. */
  rulesOf(user: User, namespace: string): JsonObject[] {
    const everything = {
      verbs: ['*'],
      apiGroups: ['*'],
      resources: ['*'],
    };
    const everyPath = { verbs: ['*'], nonResourceURLs: ['*'] };
    if (user.groups.includes('system:masters')) return [everything, everyPath];
    return this.#grants(user, namespace).flatMap(({ rules }) => [...rules]);
  }

  #grants(user: User, namespace: string): Grant[] {
    const bindings = [
      ...this.store.list(`${group}/clusterrolebindings`),
      ...(namespace ? this.store.list(`${group}/rolebindings`, namespace) : []),
    ];
    return bindings.flatMap(binding => {
      const subject = objectsOf(binding.subjects).find(item =>
        isSubject(item, user),
      );
      if (!subject) return [];
      return [{ rules: this.#rules(binding), via: describe(binding, subject) }];
    });
  }

  #rules(binding: KubeObject): JsonObject[] {
    const { kind, name } = objectOf(binding.roleRef);
    const role =
      kind === 'Role'
        ? this.store.get(
            `${group}/roles`,
            `${binding.metadata.namespace ?? ''}/${textOf(name)}`,
          )
        : this.store.get(`${group}/clusterroles`, textOf(name));
    return objectsOf(role?.rules);
  }
}
