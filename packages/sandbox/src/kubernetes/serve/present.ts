import type { JsonObject } from '../api/json';
import type { KubeObject } from '../api/KubeObject';
import { groupVersionOf, type ResourceType } from '../resources/ResourceType';
import type { Page } from '../objects/listObjects';
import type { Form } from './acceptedForm';

const metaVersion = 'meta.k8s.io/v1';

// An object never changes, so its text is made once however often it is listed.
const texts = new WeakMap<object, string>();

function partial(metadata: unknown): JsonObject {
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: metaVersion,
    metadata,
  };
}

function versioned(type: ResourceType, object: KubeObject): KubeObject {
  const apiVersion = groupVersionOf(type);
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}

function withoutType({ kind, apiVersion, ...rest }: KubeObject): JsonObject {
  return rest;
}

function itemText(type: ResourceType, object: KubeObject): string {
  const known = texts.get(object);
  if (known !== undefined && object.apiVersion === groupVersionOf(type))
    return known;
  const item = type.schema ? versioned(type, object) : withoutType(object);
  const text = JSON.stringify(item);
  if (object.apiVersion === groupVersionOf(type)) texts.set(object, text);
  return text;
}

function definitions(type: ResourceType): JsonObject[] {
  return type.columns.map(column => ({
    name: column.name,
    type: column.type,
    format: column.format ?? '',
    description: `${column.name} of the ${type.singular}`,
    priority: column.priority ?? 0,
  }));
}

/** Objects as rows; column definitions only when asked for, as in the first event of a watch. */
export function tableOf(
  type: ResourceType,
  page: { items: readonly KubeObject[]; metadata: JsonObject },
  options: { definitions: boolean; includeObject: string | null },
): JsonObject {
  const now = Date.now();
  return {
    kind: 'Table',
    apiVersion: metaVersion,
    metadata: page.metadata,
    columnDefinitions: options.definitions ? definitions(type) : null,
    rows: page.items.map(object => ({
      cells: type.columns.map(column => column.cell(object, now)),
      ...rowObject(type, object, options.includeObject),
    })),
  };
}

function rowObject(
  type: ResourceType,
  object: KubeObject,
  includeObject: string | null,
): JsonObject {
  if (includeObject === 'None') return {};
  if (includeObject === 'Object') return { object: versioned(type, object) };
  return { object: partial(object.metadata) };
}

/** One object in the form asked for. */
export function presentObject(
  type: ResourceType,
  object: KubeObject,
  asked: { form: Form; query: URLSearchParams },
): JsonObject {
  if (asked.form === 'PartialObjectMetadata') return partial(object.metadata);
  if (asked.form === 'Table')
    return tableOf(
      type,
      {
        items: [object],
        metadata: { resourceVersion: object.metadata.resourceVersion },
      },
      { definitions: true, includeObject: asked.query.get('includeObject') },
    );
  return withoutEmptyVersion(versioned(type, object));
}

// A dry run has no version: nothing was stored.
function withoutEmptyVersion(object: KubeObject): JsonObject {
  const { resourceVersion, ...metadata } = object.metadata;
  return resourceVersion === '' ? { ...object, metadata } : { ...object };
}

/** The text of a list in the form asked for. */
export function listText(
  type: ResourceType,
  page: Page,
  asked: { form: Form; query: URLSearchParams },
): string {
  if (asked.form === 'Table')
    return JSON.stringify(
      tableOf(type, page, {
        definitions: true,
        includeObject: asked.query.get('includeObject'),
      }),
    );
  if (asked.form === 'PartialObjectMetadataList')
    return JSON.stringify({
      kind: 'PartialObjectMetadataList',
      apiVersion: metaVersion,
      metadata: page.metadata,
      items: page.items.map(({ metadata }) => partial(metadata)),
    });
  // A custom resource's list is encoded without a typed struct, hence the empty `continue`.
  const metadata = type.schema
    ? { continue: '', ...page.metadata }
    : page.metadata;
  const items = page.items.map(object => itemText(type, object)).join(',');
  const head = JSON.stringify({
    kind: type.listKind,
    apiVersion: groupVersionOf(type),
    metadata,
  });
  return `${head.slice(0, -1)},"items":[${items}]}`;
}
