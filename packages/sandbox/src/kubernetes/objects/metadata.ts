import { randomInt, randomUUID } from 'node:crypto';
import {
  compact,
  isObject,
  listOf,
  objectOf,
  objectsOf,
  textOf,
  textsOf,
  type JsonObject,
} from '../api/json';
import type { KubeObject, ObjectMeta } from '../api/KubeObject';
import { timestamp } from './WriteContext';

// The alphabet and length of generated name suffixes; no vowels, so no words.
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

function suffix(): string {
  return Array.from(
    { length: 5 },
    () => alphabet[randomInt(alphabet.length)],
  ).join('');
}

function textMap(value: unknown): Record<string, string> | undefined {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(([key, item]) => [key, textOf(item)]));
}

function unlessEmpty<T>(items: T[]): T[] | undefined {
  return items.length > 0 ? items : undefined;
}

function callersPart(metadata: JsonObject) {
  return {
    labels: textMap(metadata.labels),
    annotations: textMap(metadata.annotations),
    ownerReferences: unlessEmpty(objectsOf(metadata.ownerReferences)),
    finalizers: unlessEmpty(textsOf(metadata.finalizers)),
  };
}

function orderly(metadata: ObjectMeta): ObjectMeta {
  const { name, generateName, namespace, uid, resourceVersion, ...rest } =
    metadata;
  return {
    name,
    ...compact({ generateName, namespace }),
    uid,
    resourceVersion,
    ...rest,
  };
}

/** The metadata of a new object: the caller's part plus identity. */
export function newMetadata(
  metadata: JsonObject,
  place: { namespace: string; generation: boolean },
): ObjectMeta {
  const generateName = textOf(metadata.generateName);
  const name =
    textOf(metadata.name) || (generateName && `${generateName}${suffix()}`);
  return orderly({
    name,
    ...compact({
      generateName: generateName || undefined,
      namespace: place.namespace || undefined,
    }),
    uid: randomUUID(),
    resourceVersion: '',
    ...(place.generation ? { generation: 1 } : {}),
    creationTimestamp: timestamp(),
    ...compact(callersPart(metadata)),
  });
}

/** The metadata after an update: identity stays, the caller's part is replaced. */
export function updatedMetadata(
  old: Readonly<ObjectMeta>,
  metadata: JsonObject,
): ObjectMeta {
  const { labels, annotations, ownerReferences, finalizers, ...identity } = old;
  return orderly({ ...identity, ...compact(callersPart(metadata)) });
}

/** The object with other metadata, members in their usual order. */
export function withMetadata(
  object: JsonObject,
  type: { kind: string; apiVersion: string },
  metadata: ObjectMeta,
): KubeObject {
  const { kind, apiVersion, metadata: replaced, ...rest } = object;
  return { kind: type.kind, apiVersion: type.apiVersion, metadata, ...rest };
}

/** True when the metadata keeps a deleted object from going away. */
export function hasFinalizers(metadata: Readonly<ObjectMeta>): boolean {
  return listOf(objectOf(metadata).finalizers).length > 0;
}
