import type { HttpAnswer } from '../upstream/HttpPool';
import type { Transport } from '../upstream/Transport';
import { TransportError } from '../upstream/TransportError';
import type { Sign } from './ClientNodeKubernetesApi';
import { KubernetesError } from './errors';
import { METADATA_ONLY, SignedRequest } from './KubernetesReader';
import { problemOfStatus, problemOfThrown } from './problemOf';
import type { KubernetesWrite } from './provisionerPaths';

/** What a writer works with. */
export interface KubernetesWriterOptions {
  /** The operator's name of the cluster. */
  readonly target: string;
  readonly transport: Transport;
  readonly sign: Sign;
}

const CONFLICT = 409;

/** Why the server did not take what was sent; in our words, for its own may quote values. */
const refusals: Readonly<Record<number, string>> = {
  400: 'the API server does not understand it',
  [CONFLICT]: 'another manager owns fields of it, or it was replaced meanwhile',
  422: 'the API server refuses its values',
};

/** Sends what changes something to one cluster and turns every failure into a `KubernetesError`. */
export class KubernetesWriter {
  constructor(private readonly options: KubernetesWriterOptions) {}

  /** An answer of success, or 404; throws for any other. */
  async send(makeRequest: () => KubernetesWrite): Promise<HttpAnswer> {
    const answer = await this.tryTo(makeRequest);
    if (answer) return answer;
    throw this.problem(this.prepare(makeRequest), CONFLICT);
  }

  /** The same, and undefined when what was read is no longer what is there (409): to be read again. */
  async tryTo(
    makeRequest: () => KubernetesWrite,
  ): Promise<HttpAnswer | undefined> {
    const request = this.prepare(makeRequest);
    const answer = await this.exchange(request);
    const { status } = answer;
    if (status === CONFLICT) return undefined;
    if (status < 300 || status === 404) return answer;
    throw this.problem(request, status);
  }

  private prepare(makeRequest: () => KubernetesWrite): KubernetesWrite {
    try {
      return makeRequest();
    } catch (error) {
      throw problemOfThrown(error, 'make a request', this.options.target);
    }
  }

  private async exchange(request: KubernetesWrite): Promise<HttpAnswer> {
    const { transport, target, sign } = this.options;
    try {
      const signed = await sign(request);
      return await transport.send({
        method: request.method,
        path: this.guard(request, signed),
        headers: {
          ...signed.headers,
          accept: request.metadataOnly ? METADATA_ONLY : 'application/json',
          'accept-encoding': 'gzip',
          'content-type': request.contentType,
        },
        body: JSON.stringify(request.body),
        // Applying or removing the same thing again changes nothing; a second token is no harm.
        repeatable: true,
      });
    } catch (error) {
      throw problemOfThrown(error, request.operation, target);
    }
  }

  /** The last look before the wire: method, path and every parameter must still be what was asked for. */
  private guard(
    request: KubernetesWrite,
    { method, url }: SignedRequest,
  ): string {
    const { origin, pathname, search, searchParams, hash } = new URL(url);
    const parameters = [...searchParams];
    const intended =
      method === request.method &&
      origin === this.options.transport.origin &&
      pathname === request.path &&
      parameters.length === Object.keys(request.query).length &&
      parameters.every(([key, value]) => request.query[key] === value) &&
      hash === '';
    if (!intended) throw new TransportError('bad-answer');
    return `${pathname}${search}`;
  }

  private problem(request: KubernetesWrite, status: number): KubernetesError {
    const { target } = this.options;
    const refusal = refusals[status];
    if (!refusal) return problemOfStatus(status, request, target);
    return new KubernetesError({
      code: 'denied',
      operation: `${request.operation} (${refusal})`,
      target,
      retryable: false,
    });
  }
}
