import {
  isObject,
  listOf,
  objectOf,
  textOf,
  textsOf,
  type JsonObject,
} from '../api/json';
import { cause, type Cause } from '../api/status';

interface Pruning {
  readonly path: string;
  /** Collects the paths that were dropped. */
  readonly unknown: string[];
}

function below(path: string, name: string): string {
  return path ? `${path}.${name}` : name;
}

/** The value without members its schema does not name. */
export function pruneUnknown(
  value: unknown,
  schema: JsonObject,
  at: Pruning,
): unknown {
  if (Array.isArray(value))
    return value.map((item, index) =>
      pruneUnknown(item, objectOf(schema.items), {
        ...at,
        path: `${at.path}[${index}]`,
      }),
    );
  if (!isObject(value)) return value;
  const keepsAll = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const known = objectOf(schema.properties);
  const kept: JsonObject = {};
  for (const [name, member] of Object.entries(value)) {
    const path = below(at.path, name);
    const own = known[name] ?? schema.additionalProperties;
    if (isObject(own)) kept[name] = pruneUnknown(member, own, { ...at, path });
    else if (own === true || keepsAll) kept[name] = member;
    else at.unknown.push(path);
  }
  return kept;
}

/** The value with the schema's defaults where members are absent. */
export function applySchemaDefaults(
  value: unknown,
  schema: JsonObject,
): unknown {
  if (Array.isArray(value))
    return value.map(item => applySchemaDefaults(item, objectOf(schema.items)));
  if (!isObject(value)) return value;
  const whole: JsonObject = { ...value };
  for (const [name, own] of Object.entries(objectOf(schema.properties))) {
    if (!isObject(own)) continue;
    if (whole[name] === undefined && own.default !== undefined)
      whole[name] = own.default;
    if (whole[name] !== undefined)
      whole[name] = applySchemaDefaults(whole[name], own);
  }
  return whole;
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number')
    return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function hasType(value: unknown, schema: JsonObject): boolean {
  const wanted = textOf(schema.type);
  const actual = typeName(value);
  if (schema['x-kubernetes-int-or-string'] === true)
    return actual === 'integer' || actual === 'string';
  if (wanted === '' || wanted === actual) return true;
  if (value === null) return schema.nullable === true;
  return wanted === 'number' && actual === 'integer';
}

function scalarCauses(
  value: unknown,
  schema: JsonObject,
  field: string,
): Cause[] {
  const allowed = listOf(schema.enum);
  if (allowed.length > 0 && !allowed.includes(value))
    return [
      {
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${JSON.stringify(
          value,
        )}: supported values: ${allowed
          .map(item => JSON.stringify(item))
          .join(', ')}`,
        field,
      },
    ];
  const pattern = textOf(schema.pattern);
  if (typeof value === 'string' && pattern && !new RegExp(pattern).test(value))
    return [
      cause.invalid(field, value, `${field} in body should match '${pattern}'`),
    ];
  return [];
}

/** What is wrong with a value by its schema, wrong types first, then what is missing. */
export function schemaCauses(
  value: unknown,
  schema: JsonObject,
  field: string,
): Cause[] {
  if (!hasType(value, schema)) {
    const name = typeName(value);
    const { message } = cause.invalid(
      field,
      name,
      `${field} in body must be of type ${textOf(schema.type)}: "${name}"`,
    );
    return [{ reason: 'FieldValueTypeInvalid', message, field }];
  }
  if (Array.isArray(value))
    return value.flatMap((item, at) =>
      schemaCauses(item, objectOf(schema.items), `${field}[${at}]`),
    );
  if (!isObject(value)) return scalarCauses(value, schema, field);
  const members = Object.entries(value).flatMap(([name, member]) => {
    const own =
      objectOf(schema.properties)[name] ?? schema.additionalProperties;
    return isObject(own) ? schemaCauses(member, own, below(field, name)) : [];
  });
  const missing = textsOf(schema.required)
    .filter(name => value[name] === undefined)
    .map(name => cause.required(below(field, name)));
  return [...members, ...missing];
}
