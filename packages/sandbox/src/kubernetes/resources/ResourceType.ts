import type { JsonObject } from '../api/json';
import type { KubeObject } from '../api/KubeObject';
import type { Cause, ResourceName } from '../api/status';
import type { Column } from '../tables/Column';

/** A part of an object with its own endpoint and its own rights. */
export interface Subresource {
  readonly name: 'status' | 'scale' | 'token' | 'log' | 'finalize';
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
}

/** The rules one resource adds to what every resource shares. */
export interface ResourceRules {
  /** Completes what the caller left out; counted as set by the caller. */
  default?(object: JsonObject): void;
  /** Fills in what the server decides at creation; owned by nobody. */
  prepare?(object: JsonObject): void;
  /** Reasons to refuse, in the order they are told. */
  validate?(object: JsonObject): Cause[];
  /** Reasons to refuse a change of an existing object. */
  validateUpdate?(object: JsonObject, old: KubeObject): Cause[];
}

/** One version of one resource, built in or from a CustomResourceDefinition. */
export interface ResourceType extends ResourceName {
  readonly version: string;
  readonly singular: string;
  readonly listKind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  readonly subresources: readonly Subresource[];
  /** The object with nothing set, as the server encodes it. */
  readonly zero: JsonObject;
  /** Members of `zero` that a bookmark shows differently. */
  readonly bookmark?: JsonObject;
  /** Which change counts as a new generation. */
  readonly generation: 'never' | 'spec' | 'spec-or-annotations';
  readonly names: 'label' | 'subdomain' | 'path-segment';
  /** Field selectors besides `metadata.name` and `metadata.namespace`: dotted paths. */
  readonly selectable: readonly string[];
  readonly columns: readonly Column[];
  readonly rules: ResourceRules;
  /** Top-level members a built-in kind has; undefined for custom resources, whose schema prunes. */
  readonly members?: readonly string[];
  /** The schema of a custom resource; undefined for built-in kinds. */
  readonly schema?: JsonObject;
}

/** `apps/v1`, or `v1` in the core group. */
export function groupVersionOf(type: {
  group: string;
  version: string;
}): string {
  return type.group ? `${type.group}/${type.version}` : type.version;
}

/** Where the objects of all versions of a resource are kept. */
export function collectionOf(type: ResourceName): string {
  return `${type.group}/${type.plural}`;
}
