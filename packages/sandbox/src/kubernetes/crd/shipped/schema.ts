import type { JsonObject } from '../../api/json';

/** Short forms for hand-written schemas. */
export const text: JsonObject = { type: 'string' };
/** A whole number. */
export const integer: JsonObject = { type: 'integer' };
/** True or false. */
export const boolean: JsonObject = { type: 'boolean' };
/** An object whose members are not checked. */
export const open: JsonObject = {
  type: 'object',
  'x-kubernetes-preserve-unknown-fields': true,
};

/** A list of something. */
export function list(items: JsonObject): JsonObject {
  return { type: 'array', items };
}

/** A map from names to something. */
export function map(values: JsonObject): JsonObject {
  return { type: 'object', additionalProperties: values };
}

/** A text out of a fixed set. */
export function oneOf(...values: string[]): JsonObject {
  return { type: 'string', enum: values };
}

/** An object with exactly these members, some of them needed. */
export function object(
  properties: Record<string, JsonObject>,
  ...required: string[]
): JsonObject {
  return {
    type: 'object',
    properties,
    ...(required.length > 0 ? { required } : {}),
  };
}

/** The conditions every controller reports. */
export const conditions = list({
  ...object(
    {
      type: text,
      status: oneOf('True', 'False', 'Unknown'),
      reason: text,
      message: text,
      lastTransitionTime: text,
      observedGeneration: integer,
    },
    'type',
    'status',
  ),
});

/** A printer column that shows one condition. */
export function conditionColumn(name: string, type = name): JsonObject {
  const jsonPath = `.status.conditions[?(@.type=="${type}")].status`;
  return { name, type: 'string', jsonPath };
}

/** A printer column that shows a field. */
export function fieldColumn(name: string, jsonPath: string): JsonObject {
  return { name, type: 'string', jsonPath };
}

/** The time since creation. */
export const ageColumn: JsonObject = {
  name: 'Age',
  type: 'date',
  jsonPath: '.metadata.creationTimestamp',
};

/** What a shipped definition is made of. */
export interface Definition {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly shortNames?: readonly string[];
  readonly cluster?: boolean;
  /** Served versions, the stored one first. */
  readonly versions: readonly string[];
  readonly spec: JsonObject;
  readonly status?: JsonObject;
  /** Members besides `spec` and `status`. */
  readonly others?: Record<string, JsonObject>;
  readonly isSpecRequired?: boolean;
  readonly columns: readonly JsonObject[];
}

/** A CustomResourceDefinition object from its parts. */
export function define(definition: Definition): JsonObject {
  const { group, kind, plural, others, isSpecRequired = true } = definition;
  const status = definition.status ?? open;
  const openAPIV3Schema = object(
    { ...others, spec: definition.spec, status },
    ...(isSpecRequired ? ['spec'] : []),
  );
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: definition.cluster ? 'Cluster' : 'Namespaced',
      names: {
        plural,
        singular: kind.toLowerCase(),
        kind,
        listKind: `${kind}List`,
        ...(definition.shortNames ? { shortNames: definition.shortNames } : {}),
      },
      versions: definition.versions.map((name, at) => ({
        name,
        served: true,
        storage: at === 0,
        subresources: { status: {} },
        additionalPrinterColumns: definition.columns,
        schema: { openAPIV3Schema },
      })),
    },
  };
}
