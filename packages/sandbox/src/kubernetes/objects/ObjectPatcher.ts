import {
  cloneJson,
  isObject,
  objectOf,
  textOf,
  type JsonObject,
} from '../api/json';
import { keyOf, type KubeObject } from '../api/KubeObject';
import {
  badRequest,
  cause,
  invalid,
  notFound,
  unsupportedMediaType,
} from '../api/status';
import { writableMembers } from '../fields/managedFields';
import { applyJsonPatch } from '../patch/jsonPatch';
import { applyMergePatch } from '../patch/mergePatch';
import { applyConfiguration } from '../patch/serverSideApply';
import { applyStrategicMerge } from '../patch/strategicMerge';
import { collectionOf, groupVersionOf } from '../resources/ResourceType';
import type { ObjectStore } from '../store/ObjectStore';
import { parseBody, requireObject, type RawBody } from './decode';
import type { ObjectWriter } from './ObjectWriter';
import { timestamp, type WriteContext } from './WriteContext';

const patchOptions = {
  group: 'meta.k8s.io',
  plural: 'patchoptions',
  kind: 'PatchOptions',
};

/** What a patch request asks for besides the body. */
export interface PatchOptions {
  readonly force: boolean;
  /** As the caller gave it; apply insists on it. */
  readonly fieldManager: string;
}

function accepted(isCustom: boolean): string[] {
  return [
    'application/json-patch+json',
    'application/merge-patch+json',
    ...(isCustom ? [] : ['application/strategic-merge-patch+json']),
    'application/apply-patch+yaml',
  ];
}

function parsePatch(body: RawBody, kind: string): unknown {
  return parseBody({ text: body.text, contentType: 'application/json' }, kind);
}

function requireMap(patch: unknown): JsonObject {
  if (isObject(patch)) return patch;
  throw badRequest('error decoding patch: the body must be a JSON object');
}

function requireManager({ fieldManager }: PatchOptions): void {
  if (fieldManager === '')
    throw invalid(patchOptions, '', [
      cause.required('fieldManager', 'is required for apply patch'),
    ]);
}

/** Computes the patched form of a JSON value. Throws 415 for a patch type the resource does not take. */
export function patchedForm(
  current: JsonObject,
  body: RawBody,
  type: { kind: string; schema?: JsonObject },
): JsonObject {
  const isCustom = type.schema !== undefined;
  if (!accepted(isCustom).includes(body.contentType))
    throw unsupportedMediaType(accepted(isCustom));
  const patch = parsePatch(body, type.kind);
  switch (body.contentType) {
    case 'application/json-patch+json':
      return objectOf(applyJsonPatch(current, patch));
    case 'application/merge-patch+json':
      return objectOf(applyMergePatch(current, requireMap(patch)));
    default:
      return applyStrategicMerge(current, requireMap(patch));
  }
}

/** Changes objects by patch, and by server-side apply, which may also create them. */
export class ObjectPatcher {
  constructor(
    private readonly store: ObjectStore,
    private readonly writer: ObjectWriter,
  ) {}

  /** Applies a patch of any kind and tells whether the object is new. */
  patch(
    context: WriteContext,
    body: RawBody,
    options: PatchOptions,
  ): { object: KubeObject; isNew: boolean } {
    if (body.contentType === 'application/apply-patch+yaml')
      return this.#apply(context, body, options);
    const old = this.writer.require(context);
    const current = { ...old, apiVersion: groupVersionOf(context.type) };
    const patched = patchedForm(cloneJson(current), body, context.type);
    return { object: this.writer.update(context, patched), isNew: false };
  }

  #apply(
    context: WriteContext,
    body: RawBody,
    options: PatchOptions,
  ): { object: KubeObject; isNew: boolean } {
    const { type, name, namespace, subresource } = context;
    requireManager(options);
    const parsed = parseBody(
      { ...body, contentType: 'application/yaml' },
      type.kind,
    );
    const config = requireObject(parsed, type);
    const live = this.store.get(collectionOf(type), keyOf({ name, namespace }));
    if (!live && subresource) throw notFound(type, name);
    if (textOf(objectOf(config.metadata).name) === '')
      config.metadata = { ...objectOf(config.metadata), name };
    const { object, managedFields } = applyConfiguration({
      live: live ? { ...live, apiVersion: groupVersionOf(type) } : type.zero,
      entries: live?.metadata.managedFields,
      config,
      writer: {
        manager: options.fieldManager,
        operation: 'Apply',
        apiVersion: groupVersionOf(type),
        subresource,
        time: timestamp(),
      },
      force: options.force,
      custom: type.schema !== undefined,
      writable: writableMembers(
        type.subresources.some(item => item.name === 'status'),
        subresource,
      ),
    });
    if (live)
      return {
        object: this.writer.update(context, object, managedFields ?? []),
        isNew: false,
      };
    const metadata = {
      ...objectOf(object.metadata),
      ...objectOf(config.metadata),
    };
    const whole = { ...object, metadata };
    return {
      object: this.writer.create(context, whole, managedFields ?? []),
      isNew: true,
    };
  }
}
