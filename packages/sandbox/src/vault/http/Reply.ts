import { ServerResponse } from 'node:http';

import { VaultProblem } from '../VaultProblem';
import { internalError, reasonOf } from '../problems';

/** What goes over the wire. */
export interface Reply {
  readonly status: number;
  readonly contentType?: string;
  /** Undefined answers without a body. */
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A reply with a JSON body. */
export function jsonReply(
  status: number,
  value: unknown,
  headers?: Record<string, string>,
): Reply {
  return { status, body: `${JSON.stringify(value)}\n`, headers };
}

/** The reply for whatever was thrown. */
export function errorReply(error: unknown): Reply {
  const problem =
    error instanceof VaultProblem ? error : internalError(reasonOf(error));
  return jsonReply(problem.status, { errors: problem.errors });
}

/** Writes a reply with the headers every answer of Vault has. */
export function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, {
    'Cache-Control': 'no-store',
    'Content-Type': reply.contentType ?? 'application/json',
    ...(reply.body !== undefined && {
      'Content-Length': Buffer.byteLength(reply.body),
    }),
    ...reply.headers,
  });
  response.end(reply.body);
}
