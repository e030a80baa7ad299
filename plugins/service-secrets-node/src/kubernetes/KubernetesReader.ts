import type { z } from 'zod';

import type { HttpAnswer } from '../upstream/HttpPool';
import type { Transport } from '../upstream/Transport';
import { TransportError } from '../upstream/TransportError';
import { KubernetesError } from './errors';
import type { KubernetesRequest } from './paths';
import { problemOfStatus, problemOfThrown } from './problemOf';
import { pageAnswer } from './schema';

/** A request with the cluster's address and login, ready for the wire. */
export interface SignedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a reader works with. */
export interface KubernetesReaderOptions {
  /** The operator's name of the cluster. */
  readonly target: string;
  readonly transport: Transport;
  sign(request: KubernetesRequest): Promise<SignedRequest>;
}

type MakeRequest = () => KubernetesRequest;

/** Asks for an object's metadata alone, from servers that can. */
export const METADATA_ONLY =
  'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';
/** 10,000 objects of one kind, in one namespace or in all. */
const MOST_PAGES = 20;
/** How often a list starts anew when the server has lost its place. */
const RESTARTS = 2;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads objects and lists of one cluster and turns every failure into a `KubernetesError`. */
export class KubernetesReader {
  constructor(private readonly options: KubernetesReaderOptions) {}

  /** One object; undefined when there is none. */
  async find<T>(
    makeRequest: MakeRequest,
    schema: z.ZodType<T>,
  ): Promise<T | undefined> {
    const request = this.prepare(makeRequest);
    const answer = await this.send(request);
    return answer.status === 404
      ? undefined
      : this.parse(request, schema, answer);
  }

  /** Every page, cut on arrival; undefined when the server has no such resource. */
  async list<T>(
    makeRequest: MakeRequest,
    item: z.ZodType<T>,
  ): Promise<T[] | undefined> {
    const request = this.prepare(makeRequest);
    for (let restarts = 0; restarts <= RESTARTS; restarts++) {
      const found = await this.pages(request, item);
      if (found !== 'place lost') return found;
    }
    throw problemOfStatus(504, request, this.options.target);
  }

  private async pages<T>(
    request: KubernetesRequest,
    item: z.ZodType<T>,
  ): Promise<T[] | 'place lost' | undefined> {
    const found: T[] = [];
    let next: string | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const query = next ? { ...request.query, continue: next } : request.query;
      const answer = await this.send({ ...request, query });
      if (answer.status === 410) return 'place lost';
      if (answer.status === 404) return undefined;
      const read = this.parse(request, pageAnswer, answer);
      found.push(...this.items(request, read.items, item));
      next = read.metadata.continue || undefined;
      if (!next) return found;
    }
    // Part of a list would read as all of it.
    throw this.badAnswer(request);
  }

  /** An item we cannot read is left out; a page of nothing else is no answer. */
  private items<T>(
    request: KubernetesRequest,
    items: readonly unknown[],
    schema: z.ZodType<T>,
  ): T[] {
    const read = items.flatMap(value => {
      const parsed = schema.safeParse(value);
      return parsed.success ? [parsed.data] : [];
    });
    if (items.length > 0 && read.length === 0) throw this.badAnswer(request);
    return read;
  }

  private parse<T>(
    request: KubernetesRequest,
    schema: z.ZodType<T>,
    { status, body }: HttpAnswer,
  ): T {
    if (status !== 200) {
      throw problemOfStatus(status, request, this.options.target);
    }
    const parsed = schema.safeParse(parseJson(body));
    if (parsed.success) return parsed.data;
    throw this.badAnswer(request);
  }

  private async send(request: KubernetesRequest): Promise<HttpAnswer> {
    const { transport, target, sign } = this.options;
    try {
      const { method, url, headers } = await sign(request);
      return await transport.send({
        method: 'GET',
        path: this.guard(request, method, url),
        headers: {
          ...headers,
          accept: request.metadataOnly ? METADATA_ONLY : 'application/json',
          'accept-encoding': 'gzip',
        },
        repeatable: true,
      });
    } catch (error) {
      throw problemOfThrown(error, request.operation, target);
    }
  }

  /** The last look before the wire: the URL must still be what was asked for, byte for byte. */
  private guard(
    request: KubernetesRequest,
    method: string,
    url: string,
  ): string {
    const { origin, pathname, search, hash } = new URL(url);
    const intended =
      method === 'GET' &&
      origin === this.options.transport.origin &&
      pathname === request.path &&
      hash === '';
    if (!intended) throw new TransportError('bad-answer');
    return `${pathname}${search}`;
  }

  private prepare(makeRequest: MakeRequest): KubernetesRequest {
    try {
      return makeRequest();
    } catch (error) {
      throw problemOfThrown(error, 'make a request', this.options.target);
    }
  }

  private badAnswer({ operation }: KubernetesRequest): KubernetesError {
    const failure = new TransportError('bad-answer');
    return problemOfThrown(failure, operation, this.options.target);
  }
}
