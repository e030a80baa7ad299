import { Operation } from '../Engine';

/** One API call after parsing: what it asks for, by whom, with what. */
export interface ApiRequest {
  readonly method: string;
  readonly operation: Operation;
  /** Below `/v1/`; a list's path ends in a slash. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly data: Record<string, unknown>;
  readonly tokenId?: string;
  /** Seconds of a requested response wrapping. */
  readonly wrapTtl?: number;
  readonly namespace?: string;
  readonly remoteAddress?: string;
}
