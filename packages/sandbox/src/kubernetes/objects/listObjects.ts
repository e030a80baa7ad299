import type { JsonObject } from '../api/json';
import { keyOf, type KubeObject } from '../api/KubeObject';
import { ApiError, expired, versionTooLarge } from '../api/status';
import { collectionOf, type ResourceType } from '../resources/ResourceType';
import { decodeContinue, encodeContinue } from '../store/continueToken';
import { matchesFields, parseFieldSelector } from '../store/fieldSelector';
import { matchesLabels, parseLabelSelector } from '../store/labelSelector';
import type { ObjectStore } from '../store/ObjectStore';

/** Which objects a list or watch is about. */
export interface Selection {
  readonly type: ResourceType;
  readonly namespace: string;
  readonly query: URLSearchParams;
}

/** A page of objects and the list's metadata. */
export interface Page {
  readonly items: readonly KubeObject[];
  readonly metadata: JsonObject;
}

/** The test a selection puts to an object, namespace aside. */
export function selectorOf({
  type,
  query,
}: Pick<Selection, 'type' | 'query'>): {
  isEverything: boolean;
  matches(object: KubeObject): boolean;
} {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  const fields = parseFieldSelector(query.get('fieldSelector') ?? '', type);
  return {
    isEverything: labels.length === 0 && fields.length === 0,
    matches: object =>
      matchesLabels(labels, object.metadata.labels) &&
      matchesFields(fields, object),
  };
}

/** Reads a resource version; empty and "0" mean any. Throws the real server's 500 for something else. */
export function readVersion(text: string | null): number {
  if (text === null || text === '' || text === '0') return 0;
  if (/^[0-9]+$/.test(text)) return Number(text);
  throw new ApiError(
    500,
    `resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`,
  );
}

function listAt(
  store: ObjectStore,
  { type, namespace }: Selection,
  revision: number | undefined,
): KubeObject[] {
  try {
    return store.list(collectionOf(type), namespace, revision);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 410) throw error;
    throw expired(
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.',
    );
  }
}

/** The key `continue` remembers: relative to what the list is about. */
function relativeKey(object: KubeObject, namespace: string): string {
  return namespace ? object.metadata.name : keyOf(object.metadata);
}

/** Lists a page: selectors, limit, and continuation at the revision the first page showed. */
export function listObjects(store: ObjectStore, selection: Selection): Page {
  const { query, namespace } = selection;
  const asked = readVersion(query.get('resourceVersion'));
  if (asked > store.revision) throw versionTooLarge(asked, store.revision);
  const selector = selectorOf(selection);
  const token = query.get('continue');
  const from = token ? decodeContinue(token) : undefined;
  const revision = from?.revision ?? store.revision;
  const all = listAt(store, selection, from?.revision)
    .filter(object => !from || relativeKey(object, namespace) > from.after)
    .filter(selector.matches);
  const limit = Number(query.get('limit') ?? 0);
  const resourceVersion = String(revision);
  if (!(limit > 0) || all.length <= limit)
    return { items: all, metadata: { resourceVersion } };
  const items = all.slice(0, limit);
  const after = relativeKey(items[items.length - 1], namespace);
  return {
    items,
    metadata: {
      resourceVersion,
      continue: encodeContinue({ revision, after }),
      ...(selector.isEverything
        ? { remainingItemCount: all.length - limit }
        : {}),
    },
  };
}
