import { isDeepStrictEqual } from 'node:util';
import {
  listOf,
  objectOf,
  objectsOf,
  textOf,
  type JsonObject,
} from '../api/json';
import { cause, type Cause } from '../api/status';
import { setDefault } from './podDefaults';
import type { ResourceRules } from './ResourceType';

function ruleCauses(rule: JsonObject, field: string): Cause[] {
  if (listOf(rule.verbs).length === 0)
    return [
      cause.required(`${field}.verbs`, 'verbs must contain at least one value'),
    ];
  if (listOf(rule.nonResourceURLs).length > 0) return [];
  const causes: Cause[] = [];
  if (listOf(rule.apiGroups).length === 0)
    causes.push(
      cause.required(
        `${field}.apiGroups`,
        'resource rules must supply at least one api group',
      ),
    );
  if (listOf(rule.resources).length === 0)
    causes.push(
      cause.required(
        `${field}.resources`,
        'resource rules must supply at least one resource',
      ),
    );
  return causes;
}

/** Roles and ClusterRoles. */
export const roleRules: ResourceRules = {
  validate: object =>
    objectsOf(object.rules).flatMap((rule, at) =>
      ruleCauses(rule, `rules[${at}]`),
    ),
};

const rbacGroup = 'rbac.authorization.k8s.io';

function defaultSubject(subject: JsonObject): void {
  if (subject.kind === 'User' || subject.kind === 'Group')
    setDefault(subject, 'apiGroup', rbacGroup);
}

function subjectCauses(subject: JsonObject, field: string): Cause[] {
  const causes: Cause[] = [];
  if (textOf(subject.name) === '') causes.push(cause.required(`${field}.name`));
  if (subject.kind === 'ServiceAccount' && textOf(subject.namespace) === '')
    causes.push(cause.required(`${field}.namespace`));
  if (!['ServiceAccount', 'User', 'Group'].includes(textOf(subject.kind)))
    causes.push({
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: ${JSON.stringify(
        subject.kind ?? '',
      )}: supported values: "Group", "ServiceAccount", "User"`,
      field: `${field}.kind`,
    });
  return causes;
}

/** RoleBindings and ClusterRoleBindings: the role they give never changes. */
export const bindingRules: ResourceRules = {
  default(object) {
    const role = objectOf(object.roleRef);
    setDefault(role, 'apiGroup', rbacGroup);
    objectsOf(object.subjects).forEach(defaultSubject);
  },
  validate(object) {
    const role = objectOf(object.roleRef);
    const causes = textOf(role.name) ? [] : [cause.required('roleRef.name')];
    return [
      ...causes,
      ...objectsOf(object.subjects).flatMap((subject, at) =>
        subjectCauses(subject, `subjects[${at}]`),
      ),
    ];
  },
  validateUpdate: (object, old) =>
    isDeepStrictEqual(object.roleRef, old.roleRef)
      ? []
      : [cause.invalid('roleRef', object.roleRef, 'cannot change roleRef')],
};

/** Webhook configurations: stored and completed; this server calls no webhooks. */
export const webhookRules: ResourceRules = {
  default(object) {
    for (const webhook of objectsOf(object.webhooks)) {
      setDefault(webhook, 'failurePolicy', 'Fail');
      setDefault(webhook, 'matchPolicy', 'Equivalent');
      setDefault(webhook, 'namespaceSelector', {});
      setDefault(webhook, 'objectSelector', {});
      setDefault(webhook, 'timeoutSeconds', 10);
      setDefault(webhook, 'reinvocationPolicy', 'Never');
      for (const rule of objectsOf(webhook.rules))
        setDefault(rule, 'scope', '*');
      const { service } = objectOf(webhook.clientConfig);
      if (service !== undefined) setDefault(objectOf(service), 'port', 443);
    }
  },
  validate: object =>
    objectsOf(object.webhooks).flatMap((webhook, at) => [
      ...(webhook.sideEffects === undefined
        ? [
            cause.required(
              `webhooks[${at}].sideEffects`,
              'must specify one of None, NoneOnDryRun',
            ),
          ]
        : []),
      ...(listOf(webhook.admissionReviewVersions).length === 0
        ? [
            cause.required(
              `webhooks[${at}].admissionReviewVersions`,
              'must specify one of v1, v1beta1',
            ),
          ]
        : []),
    ]),
};
