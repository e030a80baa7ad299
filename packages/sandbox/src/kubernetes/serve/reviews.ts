import type { Authenticator } from '../auth/Authenticator';
import type { Attributes } from '../auth/attributes';
import type { RbacAuthorizer } from '../auth/RbacAuthorizer';
import { defaultAudience } from '../auth/ServiceAccountTokens';
import type { User } from '../auth/User';
import {
  compact,
  isObject,
  objectOf,
  textOf,
  textsOf,
  type JsonObject,
} from '../api/json';
import { badRequest } from '../api/status';
import { recordUpdate } from '../fields/managedFields';
import { timestamp } from '../objects/WriteContext';
import type { ReviewType } from '../resources/Registry';

/** What a review is asked with. */
export interface ReviewRequest {
  readonly type: ReviewType;
  readonly user: User;
  readonly namespace: string;
  readonly manager: string;
  readonly body: JsonObject;
}

const zeros: Record<string, JsonObject> = {
  TokenReview: { metadata: {}, spec: {}, status: { user: {} } },
};
const zeroAccess = { metadata: {}, spec: {}, status: { allowed: false } };

function attributesFrom(spec: JsonObject): Attributes {
  const { resourceAttributes, nonResourceAttributes } = spec;
  const asked = objectOf(resourceAttributes);
  if (!isObject(resourceAttributes) && !isObject(nonResourceAttributes))
    throw badRequest(
      'spec.resourceAttributes or spec.nonResourceAttributes is required',
    );
  const path = isObject(nonResourceAttributes)
    ? { path: textOf(nonResourceAttributes.path) }
    : {};
  const verb =
    textOf(asked.verb) || textOf(objectOf(nonResourceAttributes).verb);
  return {
    verb,
    group: textOf(asked.group),
    resource: textOf(asked.resource),
    subresource: textOf(asked.subresource),
    namespace: textOf(asked.namespace),
    name: textOf(asked.name),
    ...path,
  };
}

function subjectFrom(spec: JsonObject): User {
  return {
    username: textOf(spec.user),
    uid: textOf(spec.uid),
    groups: textsOf(spec.groups),
  };
}

function shown(user: User): JsonObject {
  return compact({
    username: user.username,
    uid: user.uid || undefined,
    groups: user.groups,
    extra: user.extra,
  });
}

/** Answers questions about tokens and rights. Nothing is stored. */
export class Reviews {
  readonly #answers: Record<
    string,
    (request: ReviewRequest) => Promise<JsonObject> | JsonObject
  > = {
    TokenReview: request => this.#token(request),
    SelfSubjectReview: ({ user }) => ({ userInfo: shown(user) }),
    SelfSubjectAccessReview: ({ user, body }) =>
      this.#access(user, objectOf(body.spec)),
    SubjectAccessReview: ({ body }) => this.#subject(objectOf(body.spec)),
    LocalSubjectAccessReview: request => this.#localSubject(request),
    SelfSubjectRulesReview: ({ user, body }) =>
      this.#rules(user, objectOf(body.spec)),
  };

  constructor(
    private readonly authenticator: Authenticator,
    private readonly authorizer: RbacAuthorizer,
  ) {}

  /** The review with its status. */
  async answer(request: ReviewRequest): Promise<JsonObject> {
    const { type, body } = request;
    const { kind } = type;
    const apiVersion = `${type.group}/${type.version}`;
    const isRight =
      (body.kind ?? kind) === kind &&
      (body.apiVersion ?? apiVersion) === apiVersion;
    if (!isRight)
      throw badRequest(`the object provided is not a ${kind} of ${apiVersion}`);
    const status = await this.#answers[kind](request);
    if (kind === 'SelfSubjectRulesReview')
      return { kind, apiVersion, metadata: {}, spec: {}, status };
    const managedFields = recordUpdate({
      entries: undefined,
      old: zeros[kind] ?? zeroAccess,
      object: body,
      writer: {
        manager: request.manager,
        operation: 'Update',
        apiVersion,
        time: timestamp(),
      },
      custom: false,
      writable: member => member === 'spec',
    });
    const metadata = compact({ ...objectOf(body.metadata), managedFields });
    const spec = kind === 'SelfSubjectReview' ? undefined : objectOf(body.spec);
    return compact({ kind, apiVersion, metadata, spec, status });
  }

  async #token({ body }: ReviewRequest): Promise<JsonObject> {
    const { token, audiences } = objectOf(body.spec);
    if (textOf(token) === '')
      throw badRequest('token is required for TokenReview in authentication');
    const asked = textsOf(audiences);
    const wanted = asked.length > 0 ? asked : [defaultAudience];
    const verdict = await this.authenticator.review(textOf(token), wanted);
    if ('error' in verdict) return { user: {}, error: verdict.error };
    return {
      authenticated: true,
      user: shown(verdict.user),
      audiences: verdict.audiences,
    };
  }

  #access(user: User, spec: JsonObject): JsonObject {
    const decision = this.authorizer.authorize(user, attributesFrom(spec));
    return compact({
      allowed: decision.allowed,
      reason: decision.reason || undefined,
    });
  }

  #subject(spec: JsonObject): JsonObject {
    const user = subjectFrom(spec);
    if (user.username === '' && user.groups.length === 0)
      throw badRequest('at least one of spec.user or spec.groups must be set');
    return this.#access(user, spec);
  }

  #localSubject({ body, namespace }: ReviewRequest): JsonObject {
    const spec = objectOf(body.spec);
    const asked = textOf(objectOf(spec.resourceAttributes).namespace);
    if (asked !== namespace)
      throw badRequest(
        `spec.resourceAttributes.namespace must match the namespace of the request: ${namespace}`,
      );
    return this.#subject(spec);
  }

  #rules(user: User, spec: JsonObject): JsonObject {
    const rules = this.authorizer.rulesOf(user, textOf(spec.namespace));
    const isPath = (rule: JsonObject) => rule.nonResourceURLs !== undefined;
    return {
      resourceRules: rules.filter(rule => !isPath(rule)),
      nonResourceRules: rules.filter(isPath),
      incomplete: false,
    };
  }
}
