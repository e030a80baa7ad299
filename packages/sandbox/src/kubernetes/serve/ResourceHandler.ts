import { isObject, objectOf, type JsonObject } from '../api/json';
import {
  ApiError,
  methodNotAllowed,
  resourceNotFound,
  badRequest,
} from '../api/status';
import type { ServiceAccountTokens } from '../auth/ServiceAccountTokens';
import { parseBody } from '../objects/decode';
import { listObjects, selectorOf } from '../objects/listObjects';
import { patchedForm, type ObjectPatcher } from '../objects/ObjectPatcher';
import {
  readDeleteOptions,
  type ObjectRemover,
} from '../objects/ObjectRemover';
import type { ObjectWriter } from '../objects/ObjectWriter';
import type { WriteContext } from '../objects/WriteContext';
import { collectionOf, type ResourceType } from '../resources/ResourceType';
import type { ObjectStore } from '../store/ObjectStore';
import { acceptedForm } from './acceptedForm';
import { managerOf, type Call } from './Call';
import { listText, presentObject } from './present';
import { json, type Reply } from './Reply';
import { scaleOf, withScale } from './scale';
import { requestToken } from './tokenRequest';

/** What the handler of stored resources works with. */
export interface ResourceServices {
  readonly store: ObjectStore;
  readonly writer: ObjectWriter;
  readonly patcher: ObjectPatcher;
  readonly remover: ObjectRemover;
  readonly tokens: ServiceAccountTokens;
}

type Api = NonNullable<Call['info']['api']>;

interface Target {
  readonly call: Call;
  readonly api: Api;
  readonly type: ResourceType;
  readonly context: WriteContext;
}

function validationMode(query: URLSearchParams, type: ResourceType) {
  const given = query.get('fieldValidation');
  if (given === 'Strict' || given === 'Ignore' || given === 'Warn')
    return given;
  if (given !== null && given !== '')
    throw badRequest(
      `fieldValidation: Unsupported value: "${given}": supported values: "", "Ignore", "Strict", "Warn" (resource ${type.plural})`,
    );
  return 'Warn';
}

function contextOf(call: Call, api: Api, type: ResourceType): WriteContext {
  const { query } = call.info;
  return {
    type,
    namespace: api.namespace,
    name: api.name,
    subresource: api.subresource || undefined,
    manager: managerOf(call),
    dryRun: query.get('dryRun') === 'All',
    fieldValidation: validationMode(query, type),
    warn: call.warn,
  };
}

/** Serves get, list, create, update, patch and delete of stored resources and their parts. */
export class ResourceHandler {
  readonly #main: Record<string, (target: Target) => Reply> = {
    get: target => this.#get(target),
    list: target => this.#list(target),
    create: target => this.#create(target),
    update: target => this.#update(target),
    patch: target => this.#patch(target),
    delete: target => this.#delete(target),
    deletecollection: target => this.#deleteCollection(target),
  };
  readonly #parts: Record<string, (target: Target) => Promise<Reply> | Reply> =
    {
      status: target => this.#main[target.call.info.verb](target),
      finalize: target => this.#finalize(target),
      scale: target => this.#scale(target),
      token: target => this.#token(target),
      log: target => this.#log(target),
    };

  constructor(private readonly services: ResourceServices) {}

  /** Answers one call for a resource this server has. */
  async handle(call: Call, api: Api, type: ResourceType): Promise<Reply> {
    const { verb } = call.info;
    const target = { call, api, type, context: contextOf(call, api, type) };
    if (api.subresource) {
      const part = type.subresources.find(
        ({ name }) => name === api.subresource,
      );
      if (!part) throw resourceNotFound();
      if (!part.verbs.includes(verb)) throw methodNotAllowed();
      return this.#parts[part.name](target);
    }
    const isWrongPlace =
      (verb === 'create' && api.name !== '') ||
      (type.namespaced && api.namespace === '' && verb !== 'list');
    if (!type.verbs.includes(verb) || isWrongPlace) throw methodNotAllowed();
    return this.#main[verb](target);
  }

  #object(
    target: Target,
    object: Parameters<typeof presentObject>[1],
    status = 200,
  ): Reply {
    const { call, type } = target;
    const { query } = call.info;
    const form = acceptedForm(call.accept, ['Table', 'PartialObjectMetadata']);
    return json(presentObject(type, object, { form, query }), status);
  }

  #get(target: Target): Reply {
    return this.#object(target, this.services.writer.require(target.context));
  }

  #list({ call, api, type }: Target): Reply {
    const { query } = call.info;
    const form = acceptedForm(call.accept, [
      'Table',
      'PartialObjectMetadataList',
    ]);
    const page = listObjects(this.services.store, {
      type,
      namespace: api.namespace,
      query,
    });
    return {
      status: 200,
      contentType: 'application/json',
      body: listText(type, page, { form, query }),
    };
  }

  #body({ call, type }: Target): unknown {
    return parseBody(call.body, type.kind);
  }

  #create(target: Target): Reply {
    const { writer } = this.services;
    const created = writer.create(target.context, this.#body(target));
    return this.#object(target, created, 201);
  }

  #update(target: Target): Reply {
    const { writer } = this.services;
    return this.#object(
      target,
      writer.update(target.context, this.#body(target)),
    );
  }

  #patch(target: Target): Reply {
    const { call, context } = target;
    const { query } = call.info;
    const { object, isNew } = this.services.patcher.patch(context, call.body, {
      force: query.get('force') === 'true',
      fieldManager: query.get('fieldManager') ?? '',
    });
    return this.#object(target, object, isNew ? 201 : 200);
  }

  #deleteOptions(target: Target) {
    const { call } = target;
    const body =
      call.body.text === '' ? {} : parseBody(call.body, 'DeleteOptions');
    return readDeleteOptions(objectOf(body), call.info.query);
  }

  #delete(target: Target): Reply {
    const old = this.services.writer.require(target.context);
    const options = this.#deleteOptions(target);
    return json(this.services.remover.remove(target.type, old, options));
  }

  #deleteCollection(target: Target): Reply {
    const { call, api, type } = target;
    const { store, remover } = this.services;
    const { query } = call.info;
    const options = this.#deleteOptions(target);
    const selector = selectorOf({ type, query });
    const items = store
      .list(collectionOf(type), api.namespace)
      .filter(selector.matches);
    for (const object of items) remover.remove(type, object, options);
    const metadata = { resourceVersion: String(store.revision) };
    return {
      status: 200,
      contentType: 'application/json',
      body: listText(type, { items, metadata }, { form: 'plain', query }),
    };
  }

  // The namespace's own finalizers; what is left decides whether it may go.
  #finalize(target: Target): Reply {
    const { writer, store } = this.services;
    const old = writer.require(target.context);
    const given = objectOf(objectOf(this.#body(target)).spec).finalizers;
    const spec = { ...objectOf(old.spec), finalizers: given };
    return this.#object(target, store.put('/namespaces', { ...old, spec }));
  }

  #scale(target: Target): Reply {
    const { writer } = this.services;
    const { call, context } = target;
    const old = writer.require(context);
    if (call.info.verb === 'get') return json(scaleOf(old));
    const scale: JsonObject =
      call.info.verb === 'patch'
        ? patchedForm(scaleOf(old), call.body, { kind: 'Scale' })
        : objectOf(this.#body(target));
    return json(scaleOf(writer.update(context, withScale(old, scale))));
  }

  async #token({ call, context }: Target): Promise<Reply> {
    const { writer, store, tokens } = this.services;
    const account = writer.require(context);
    const body = parseBody(call.body, 'TokenRequest');
    if (!isObject(body)) throw badRequest('a TokenRequest object is expected');
    const { manager } = context;
    return json(
      await requestToken({ store, tokens, account, manager, body }),
      201,
    );
  }

  // A real server asks the kubelet. A pod nobody runs answers nothing; one that claims a node cannot be asked.
  #log({ context }: Target): Reply {
    const pod = this.services.writer.require(context);
    if (!objectOf(pod.spec).nodeName)
      return { status: 204, contentType: '', body: '' };
    throw new ApiError(
      501,
      `the log of pod "${context.name}" is not available: this server runs no kubelet`,
      { reason: 'NotImplemented' },
    );
  }
}
