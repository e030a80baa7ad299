import { isObject, textOf, type JsonObject } from '../api/json';
import { badRequest, cause, type Cause } from '../api/status';
import type { ResourceType } from './ResourceType';

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;

/** What is wrong with a DNS label, or undefined. */
export function labelProblem(name: string): string | undefined {
  if (name.length > 63) return 'must be no more than 63 characters';
  if (new RegExp(`^${label}$`).test(name)) return undefined;
  return `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${label}')`;
}

/** What is wrong with a DNS subdomain, or undefined. */
export function subdomainProblem(name: string): string | undefined {
  if (name.length > 253) return 'must be no more than 253 characters';
  if (new RegExp(`^${subdomain}$`).test(name)) return undefined;
  return `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${subdomain}')`;
}

/** What is wrong with a name that only has to fit into a path, or undefined. */
export function pathSegmentProblem(name: string): string | undefined {
  if (name === '.' || name === '..') return `may not be '${name}'`;
  const bad = ['/', '%'].find(character => name.includes(character));
  return bad && `may not contain '${bad}'`;
}

const problems = {
  label: labelProblem,
  subdomain: subdomainProblem,
  'path-segment': pathSegmentProblem,
};

const labelName = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)$/;

function labelKeyCause(key: string, field: string): Cause[] {
  const parts = key.split('/');
  const name = parts[parts.length - 1];
  const isPrefixed =
    parts.length === 1 ||
    (parts.length === 2 && subdomainProblem(parts[0]) === undefined);
  if (isPrefixed && name.length <= 63 && labelName.test(name)) return [];
  return [
    cause.invalid(
      field,
      key,
      "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ),
  ];
}

function labelCauses(metadata: JsonObject): Cause[] {
  if (!isObject(metadata.labels)) return [];
  const field = 'metadata.labels';
  return Object.entries(metadata.labels).flatMap(([key, value]) => {
    const text = textOf(value);
    const isGood = text === '' || (text.length <= 63 && labelName.test(text));
    return [
      ...labelKeyCause(key, field),
      ...(isGood
        ? []
        : [
            cause.invalid(
              field,
              value,
              "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
            ),
          ]),
    ];
  });
}

function annotationCauses(metadata: JsonObject): Cause[] {
  if (!isObject(metadata.annotations)) return [];
  return Object.keys(metadata.annotations).flatMap(key =>
    labelKeyCause(key.toLowerCase(), 'metadata.annotations'),
  );
}

/** Rules for name, labels and annotations that hold for every object. */
export function metadataCauses(
  metadata: JsonObject,
  type: ResourceType,
): Cause[] {
  const name = textOf(metadata.name);
  if (name === '')
    return [
      cause.required('metadata.name', 'name or generateName is required'),
    ];
  const problem = problems[type.names](name);
  return [
    ...(problem ? [cause.invalid('metadata.name', name, problem)] : []),
    ...labelCauses(metadata),
    ...annotationCauses(metadata),
  ];
}

function goType(value: unknown): string {
  if (typeof value === 'boolean') return 'bool';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Throws 400 for labels or annotations that are no strings, as decoding does. */
export function requireTextMaps(
  metadata: JsonObject,
  type: { kind: string; version: string },
): void {
  for (const member of ['labels', 'annotations']) {
    const map = metadata[member];
    if (!isObject(map)) continue;
    const wrong = Object.values(map).find(value => typeof value !== 'string');
    if (wrong !== undefined)
      throw badRequest(
        `${type.kind} in version "${type.version}" cannot be handled as a ${
          type.kind
        }: json: cannot unmarshal ${goType(
          wrong,
        )} into Go struct field ObjectMeta.metadata.${member} of type string`,
      );
  }
}
