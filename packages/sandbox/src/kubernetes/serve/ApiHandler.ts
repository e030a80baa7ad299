import { objectOf } from '../api/json';
import {
  ApiError,
  methodNotAllowed,
  PageNotFound,
  resourceNotFound,
} from '../api/status';
import { attributesOf, type RequestInfo } from './requestInfo';
import { denialDetails, denialText } from '../auth/attributes';
import type { RbacAuthorizer } from '../auth/RbacAuthorizer';
import type { User } from '../auth/User';
import { parseBody } from '../objects/decode';
import type { Registry, ReviewType } from '../resources/Registry';
import type { ObjectStore } from '../store/ObjectStore';
import { acceptedForm } from './acceptedForm';
import { managerOf, type Call } from './Call';
import type { PathHandler } from './PathHandler';
import { json, type Reply } from './Reply';
import type { ResourceHandler } from './ResourceHandler';
import type { Reviews } from './reviews';
import { WatchStream, type WatchSink } from './watch';

type Api = NonNullable<RequestInfo['api']>;

/** From an authenticated call to its answer: may the user, which resource, which handler. */
export class ApiHandler {
  constructor(
    private readonly options: {
      store: ObjectStore;
      registry: Registry;
      authorizer: RbacAuthorizer;
      paths: PathHandler;
      resources: ResourceHandler;
      reviews: Reviews;
    },
  ) {}

  /** Throws 403 when the user may not. */
  requireAllowed(user: User, info: RequestInfo): void {
    const asked = attributesOf(info);
    if (this.options.authorizer.authorize(user, asked).allowed) return;
    throw new ApiError(403, denialText(user.username, asked), {
      reason: 'Forbidden',
      details: denialDetails(asked),
    });
  }

  /** The complete answer to a call that is not a watch. */
  async handle(call: Call): Promise<Reply> {
    const { api } = call.info;
    if (!api || api.resource === '') {
      if (api && call.info.path.includes('//')) throw resourceNotFound();
      return this.options.paths.handle(call);
    }
    const review = this.#review(api);
    if (review) return this.#answerReview(call, api, review);
    return this.options.resources.handle(call, api, this.#type(api));
  }

  /** A watch that is ready to open, or undefined when the call is no watch. */
  watch(call: Call, sink: WatchSink): WatchStream | undefined {
    const { api, verb, query } = call.info;
    if (verb !== 'watch' || !api) return undefined;
    const type = this.#type(api);
    const form = acceptedForm(call.accept, [
      'Table',
      'PartialObjectMetadata',
      'PartialObjectMetadataList',
    ]);
    const narrowed = new URLSearchParams(query);
    if (api.name) narrowed.set('fieldSelector', `metadata.name=${api.name}`);
    return new WatchStream(
      this.options.store,
      { type, namespace: api.namespace, query: narrowed, form },
      sink,
    );
  }

  #type(api: Api) {
    const { registry } = this.options;
    const { group, version, resource, namespace } = api;
    if (!registry.hasGroupVersion(group, version)) throw new PageNotFound();
    const type = registry.find(group, version, resource);
    const isCustom = registry.types.some(
      item => item.group === group && item.schema,
    );
    if (!type) throw isCustom ? new PageNotFound() : resourceNotFound();
    if (api.isTooDeep || (api.isNamespaced && !type.namespaced))
      throw resourceNotFound();
    if (namespace === '.' || namespace === '..')
      throw new ApiError(500, `invalid key: "/${type.plural}/${namespace}"`);
    return type;
  }

  #review({ group, version, resource }: Api): ReviewType | undefined {
    return this.options.registry.reviews.find(
      review =>
        review.plural === resource &&
        review.group === group &&
        review.version === version,
    );
  }

  async #answerReview(call: Call, api: Api, type: ReviewType): Promise<Reply> {
    if (call.info.verb !== 'create') throw methodNotAllowed();
    const answer = await this.options.reviews.answer({
      type,
      user: call.user,
      namespace: api.namespace,
      manager: managerOf(call),
      body: objectOf(parseBody(call.body, type.kind)),
    });
    return json(answer, 201);
  }
}
