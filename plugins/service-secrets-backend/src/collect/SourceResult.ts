import { SourceFailure } from './failure';

/**
 * The answer to one question. `stale` is an older good answer shown because
 * the question fails now. `partial` says that a part of the answer is missing.
 */
export type SourceResult<T> =
  | {
      readonly state: 'ok';
      readonly data: T;
      readonly fetchedAt: Date;
      readonly partial?: SourceFailure;
    }
  | {
      readonly state: 'stale';
      readonly data: T;
      readonly fetchedAt: Date;
      readonly failure: SourceFailure;
    }
  | { readonly state: 'failed'; readonly failure: SourceFailure };

/** A part of an answer that could not be read. Never the same as a part that is absent. */
export type Unreadable = 'unreadable';

/** A value, or the fact that it could not be read. */
export type Read<T> = T | Unreadable;

/** Whether a value was read. */
export function isRead<T>(value: Read<T>): value is T {
  return value !== 'unreadable';
}
