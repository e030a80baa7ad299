import { parse } from 'yaml';

import { commaListField, FieldData, textField } from '../../engines/fields';
import { badRequest } from '../../problems';
import {
  describeTokenParameters,
  noTokenParameters,
  readTokenParameters,
  TokenParameters,
  tokenParameterFields,
} from '../tokenParameters';

/** Which service accounts may log in, and what their tokens are like. */
export interface KubernetesRole {
  readonly names: readonly string[];
  readonly namespaces: readonly string[];
  /** As written; only `matchLabels`. */
  readonly namespaceSelector: string;
  readonly audience: string;
  readonly aliasNameSource: string;
  readonly token: TokenParameters;
}

const aliasNameSources = ['serviceaccount_uid', 'serviceaccount_name'];

/** Fields of the role endpoint, for the warning about others. */
export const roleFields = [
  'bound_service_account_names',
  'bound_service_account_namespaces',
  'bound_service_account_namespace_selector',
  'audience',
  'alias_name_source',
  ...tokenParameterFields,
];

/** A role that does not exist yet. */
export const emptyRole: KubernetesRole = {
  names: [],
  namespaces: [],
  namespaceSelector: '',
  audience: '',
  aliasNameSource: 'serviceaccount_uid',
  token: noTokenParameters,
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** The labels of a selector; undefined when it is not a plain `matchLabels` selector. */
export function selectorLabels(
  selector: string,
): Record<string, string> | undefined {
  const value = parseYaml(selector);
  if (!isObject(value) || !isObject(value.matchLabels)) return undefined;
  if (Object.keys(value).length > 1) return undefined;
  return Object.fromEntries(
    Object.entries(value.matchLabels).map(([key, label]) => [
      key,
      String(label),
    ]),
  );
}

function checkMixed(names: readonly string[]): void {
  if (names.length > 1 && names.includes('*')) {
    throw badRequest('can not mix "*" with values');
  }
}

function checkBindings(role: KubernetesRole): void {
  if (role.names.length === 0) {
    throw badRequest('"bound_service_account_names" can not be empty');
  }
  checkMixed(role.names);
  if (role.namespaces.length === 0 && role.namespaceSelector === '') {
    throw badRequest(
      '"bound_service_account_namespaces" can not be empty if "bound_service_account_namespace_selector" is not set',
    );
  }
  checkMixed(role.namespaces);
  if (
    role.namespaceSelector !== '' &&
    !selectorLabels(role.namespaceSelector)
  ) {
    throw badRequest(
      'invalid "bound_service_account_namespace_selector" configured',
    );
  }
}

/** The request over the stored role. The selector alone falls back to none when left out. */
export function readRole(
  data: FieldData,
  present: KubernetesRole,
): KubernetesRole {
  const role: KubernetesRole = {
    names: commaListField(data, 'bound_service_account_names') ?? present.names,
    namespaces:
      commaListField(data, 'bound_service_account_namespaces') ??
      present.namespaces,
    namespaceSelector:
      textField(data, 'bound_service_account_namespace_selector') ?? '',
    audience: textField(data, 'audience') ?? present.audience,
    aliasNameSource:
      textField(data, 'alias_name_source') ?? present.aliasNameSource,
    token: readTokenParameters(data, present.token),
  };
  checkBindings(role);
  if (!aliasNameSources.includes(role.aliasNameSource)) {
    throw badRequest(
      'invalid alias_name_source, must be one of: serviceaccount_uid, serviceaccount_name',
    );
  }
  return role;
}

/** The role as its read endpoint shows it. */
export function describeRole(role: KubernetesRole): Record<string, unknown> {
  return {
    bound_service_account_names: role.names,
    bound_service_account_namespaces: role.namespaces,
    bound_service_account_namespace_selector: role.namespaceSelector,
    ...(role.audience && { audience: role.audience }),
    alias_name_source: role.aliasNameSource,
    ...describeTokenParameters(role.token),
  };
}
