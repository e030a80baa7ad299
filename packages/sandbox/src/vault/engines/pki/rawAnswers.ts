import { EngineResponse } from '../../Engine';

/** An answer outside the envelope. */
export function raw(
  contentType: string,
  body: Uint8Array | string,
): EngineResponse {
  return { raw: { status: 200, contentType, body } };
}

/** What the plain paths answer before there is a CA. */
export function nothingYet(contentType: string): EngineResponse {
  return { raw: { status: 204, contentType, body: '' } };
}
