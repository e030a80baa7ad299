import { badRequest } from '../problems';
import { Token } from './Token';

/** A response kept for whoever holds its wrapping token. */
export interface WrappedResponse {
  readonly token: Token;
  readonly creationPath: string;
  readonly ttl: number;
  /** Type of the mount that answered, for the envelope around the wrapping token. */
  readonly mountType: string;
  /** Accessor of a token inside the response. */
  readonly accessor?: unknown;
  /** The envelope's body; undefined when the answer had none. */
  readonly body?: object;
}

/** Wrapped responses by wrapping token; each can be taken once. */
export class WrappingStore {
  private readonly responses = new Map<string, WrappedResponse>();

  put(response: WrappedResponse): void {
    this.forgetEnded();
    this.responses.set(response.token.id, response);
  }

  /** The response behind a token, without using it up. */
  peek(tokenId: string): WrappedResponse {
    this.forgetEnded();
    const response = this.responses.get(tokenId);
    if (response) return response;
    throw badRequest('wrapping token is not valid or does not exist');
  }

  take(tokenId: string): WrappedResponse {
    const response = this.peek(tokenId);
    this.responses.delete(tokenId);
    return response;
  }

  private forgetEnded(): void {
    for (const [id, { token }] of this.responses) {
      if (token.revoked) this.responses.delete(id);
    }
  }
}
