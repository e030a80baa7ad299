import { isDeepStrictEqual } from 'node:util';
import { compact, objectOf, type JsonObject } from '../api/json';
import type { KubeObject } from '../api/KubeObject';
import type { ResourceType } from '../resources/ResourceType';
import type { WriteContext } from './WriteContext';

/** Whether the status is written through its own endpoint. */
export function hasStatus(type: ResourceType): boolean {
  return type.subresources.some(({ name }) => name === 'status');
}

/** What is stored when an endpoint may write its part only. */
export function writablePart(
  context: WriteContext,
  old: KubeObject,
  object: JsonObject,
): JsonObject {
  if (context.subresource === 'status')
    return { ...old, status: object.status ?? context.type.zero.status };
  if (!hasStatus(context.type)) return object;
  const { status, ...rest } = object;
  return compact({ ...rest, status: old.status });
}

/** Whether a change counts as a new generation of the object. */
export function isNewGeneration(
  type: ResourceType,
  old: KubeObject,
  object: JsonObject,
): boolean {
  if (type.generation === 'never') return false;
  const content = ({ metadata, status, ...rest }: JsonObject) =>
    hasStatus(type) ? rest : { ...rest, status };
  if (!isDeepStrictEqual(content(old), content(object))) return true;
  return (
    type.generation === 'spec-or-annotations' &&
    !isDeepStrictEqual(
      old.metadata.annotations ?? {},
      objectOf(objectOf(object.metadata).annotations),
    )
  );
}
