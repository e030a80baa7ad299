import { z } from 'zod';

import { createTransport, type JsonAnswer, type Transport } from './httpJson';
import {
  objectSchema,
  type KubernetesObject,
  type ResourceType,
} from './kubernetesTypes';

/** Where an API server is and who calls it. */
export interface KubernetesTarget {
  readonly url: string;
  readonly ca?: string;
  /** Client certificate, where that is how the caller is known. */
  readonly cert?: string;
  readonly key?: string;
  /** Asked before every request, so that a short-lived token can be replaced; empty: none is sent. */
  readonly token: () => string | Promise<string>;
}

/** Names one object. */
export interface ObjectRef {
  readonly namespace?: string;
  readonly name: string;
}

/** A `Status` answer of the API server. */
export class KubernetesError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
  ) {
    super(message);
    this.name = 'KubernetesError';
  }
}

const statusSchema = z.looseObject({
  message: z.string().optional(),
  reason: z.string().optional(),
});
const listSchema = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string().optional() }),
  items: z.array(objectSchema).nullable(),
});
const tokenSchema = z.looseObject({
  status: z.looseObject({ token: z.string(), expirationTimestamp: z.string() }),
});

/** Path of a collection, or of one object when `ref.name` is given. */
export function resourcePath(
  type: ResourceType,
  ref: Partial<ObjectRef> = {},
): string {
  const root =
    type.group === ''
      ? `/api/${type.version}`
      : `/apis/${type.group}/${type.version}`;
  const namespace =
    type.namespaced && ref.namespace !== undefined
      ? `/namespaces/${encodeURIComponent(ref.namespace)}`
      : '';
  const name = ref.name === undefined ? '' : `/${encodeURIComponent(ref.name)}`;
  return `${root}${namespace}/${type.plural}${name}`;
}

/** The few verbs the controllers need, over plain HTTPS. */
export class KubernetesClient {
  private readonly transport: Transport;

  constructor(private readonly target: KubernetesTarget) {
    const { ca, cert, key } = target;
    this.transport = createTransport(target.url, { ca, cert, key });
  }

  async list(type: ResourceType, namespace?: string) {
    const answer = await this.call('GET', resourcePath(type, { namespace }));
    const { items, metadata } = listSchema.parse(answer.body);
    return { items: items ?? [], resourceVersion: metadata.resourceVersion };
  }

  /** Undefined when the object does not exist. */
  async get(
    type: ResourceType,
    ref: ObjectRef,
  ): Promise<KubernetesObject | undefined> {
    try {
      const answer = await this.call('GET', resourcePath(type, ref));
      return objectSchema.parse(answer.body);
    } catch (error) {
      if (error instanceof KubernetesError && error.status === 404)
        return undefined;
      throw error;
    }
  }

  async create(
    type: ResourceType,
    object: KubernetesObject,
  ): Promise<KubernetesObject> {
    const { namespace } = object.metadata;
    const path = resourcePath(type, { namespace });
    return objectSchema.parse((await this.call('POST', path, object)).body);
  }

  /** A JSON merge patch; `subresource` is usually `status`. */
  async patch(
    type: ResourceType,
    ref: ObjectRef & { subresource?: string },
    patch: Record<string, unknown>,
  ): Promise<KubernetesObject> {
    const sub = ref.subresource === undefined ? '' : `/${ref.subresource}`;
    const path = `${resourcePath(type, ref)}${sub}`;
    const answer = await this.call('PATCH', path, patch);
    return objectSchema.parse(answer.body);
  }

  /** Deleting what is gone already is no error. */
  async delete(
    type: ResourceType,
    ref: ObjectRef,
    options: Record<string, unknown> = {},
  ): Promise<void> {
    try {
      await this.call('DELETE', resourcePath(type, ref), options);
    } catch (error) {
      if (!(error instanceof KubernetesError && error.status === 404))
        throw error;
    }
  }

  /** A TokenRequest: a short-lived JWT of a service account. */
  async serviceAccountToken(
    ref: Required<ObjectRef>,
    spec: Record<string, unknown>,
  ): Promise<{ token: string; expiresAt: Date }> {
    const path = `/api/v1/namespaces/${ref.namespace}/serviceaccounts/${ref.name}/token`;
    const answer = await this.call('POST', path, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec,
    });
    const { status } = tokenSchema.parse(answer.body);
    return {
      token: status.token,
      expiresAt: new Date(status.expirationTimestamp),
    };
  }

  /** The body of a watch, one JSON event a line. */
  async watch(
    type: ResourceType,
    resourceVersion: string,
    signal: AbortSignal,
  ) {
    const query = `watch=true&resourceVersion=${encodeURIComponent(
      resourceVersion,
    )}&allowWatchBookmarks=true`;
    const response = await this.transport.open(
      {
        method: 'GET',
        url: `${this.target.url}${resourcePath(type)}?${query}`,
        headers: await this.headers(),
      },
      signal,
    );
    if (response.statusCode === 200) return response;
    response.resume();
    throw new KubernetesError(
      response.statusCode ?? 0,
      'WatchFailed',
      `Watching ${type.plural} answered ${response.statusCode ?? 0}.`,
    );
  }

  close(): void {
    this.transport.close();
  }

  private async headers(): Promise<Record<string, string>> {
    const token = await this.target.token();
    return token === '' ? {} : { authorization: `Bearer ${token}` };
  }

  private async call(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<JsonAnswer> {
    const patch: Record<string, string> =
      method === 'PATCH'
        ? { 'content-type': 'application/merge-patch+json' }
        : {};
    const answer = await this.transport.send({
      method,
      url: `${this.target.url}${path}`,
      headers: { ...(await this.headers()), ...patch },
      body,
    });
    if (answer.status < 300) return answer;
    const { data } = statusSchema.safeParse(answer.body);
    throw new KubernetesError(
      answer.status,
      data?.reason ?? 'Unknown',
      data?.message ?? `${method} ${path} answered ${answer.status}.`,
    );
  }
}
