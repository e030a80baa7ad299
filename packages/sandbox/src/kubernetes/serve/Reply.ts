import type { JsonObject } from '../api/json';

/** An answer that is complete; a watch writes by itself. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** A JSON answer. */
export function json(
  body: JsonObject,
  status = 200,
  contentType = 'application/json',
): Reply {
  return { status, contentType, body: JSON.stringify(body) };
}

/** A plain text answer. */
export function text(body: string, status = 200): Reply {
  return { status, contentType: 'text/plain; charset=utf-8', body };
}
