/** Why a request got no answer we can use. */
export type TransportFailure =
  | 'timeout'
  | 'unreachable'
  | 'bad-answer'
  | 'closed';

/** A request that got no usable answer. Carries no upstream error: those hold headers and bodies. */
export class TransportError extends Error {
  constructor(readonly failure: TransportFailure) {
    super(`No usable answer: ${failure}`);
    this.name = 'TransportError';
  }
}
