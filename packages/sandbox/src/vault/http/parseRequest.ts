import { IncomingMessage } from 'node:http';

import { Operation } from '../Engine';
import { VaultProblem } from '../VaultProblem';
import { parseDuration } from '../engines/fields';
import { badRequest, reasonOf } from '../problems';
import { ApiRequest } from './ApiRequest';
import { firstJsonValue } from './goJson';

/** The largest body Vault takes. */
const bodyLimit = 32 * 1024 * 1024;

const operations: Record<string, Operation> = {
  GET: 'read',
  HEAD: 'read',
  // The connection layer renames the verb LIST, which Node cannot parse.
  LINK: 'list',
  POST: 'update',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

const truths = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const untruths = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** A boolean as Go's ParseBool reads it. Undefined when it is not one. */
export function parseBool(text: string): boolean | undefined {
  if (truths.has(text)) return true;
  return untruths.has(text) ? false : undefined;
}

/** One header as a string; undefined when absent or empty. */
function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return (Array.isArray(value) ? value[0] : value) || undefined;
}

function tokenOf(request: IncomingMessage): string | undefined {
  const own = header(request, 'x-vault-token');
  if (own) return own;
  const bearer = /^Bearer\s+(.+)$/.exec(header(request, 'authorization') ?? '');
  return bearer?.[1];
}

function wrapTtlOf(request: IncomingMessage): number | undefined {
  const text = header(request, 'x-vault-wrap-ttl');
  if (text === undefined) return undefined;
  const seconds = parseDuration(text);
  if (seconds === undefined) {
    throw badRequest(
      `error parsing X-Vault-Wrap-TTL header: time: invalid duration "${text}"`,
    );
  }
  if (seconds < 0) {
    throw badRequest(
      'error parsing X-Vault-Wrap-TTL header: requested wrap ttl cannot be negative',
    );
  }
  return seconds || undefined;
}

/** Reads a body up to Vault's limit; what is beyond it is read too, so that the answer gets through, but not kept. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= bodyLimit) chunks.push(bytes);
  }
  if (size > bodyLimit) {
    throw new VaultProblem(413, 'http: request body too large');
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonProblem(detail: string): VaultProblem {
  return badRequest(`failed to parse JSON input: ${detail}`);
}

/** A form as fields; a field that is given more than once is a list. */
function parseForm(text: string): Record<string, unknown> {
  return queryFields(new URLSearchParams(text));
}

function queryFields(query: URLSearchParams): Record<string, unknown> {
  const entries = [...new Set(query.keys())].map(key => {
    const values = query.getAll(key);
    return [key, values.length === 1 ? values[0] : values];
  });
  return Object.fromEntries(entries);
}

/** Forms are read as such unless they look like JSON, whose content type is often wrong. */
function isForm(request: IncomingMessage, text: string): boolean {
  const type = header(request, 'content-type')?.split(';')[0].trim();
  return type === 'application/x-www-form-urlencoded' && !/^\s*[{[]/.test(text);
}

const goKinds: Readonly<Record<string, string>> = {
  boolean: 'bool',
  number: 'number',
  string: 'string',
};

/** A JSON object, or nothing for an empty body. */
export function parseBody(text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = firstJsonValue(text);
  } catch (error) {
    throw jsonProblem(reasonOf(error));
  }
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    const kind = Array.isArray(value) ? 'array' : goKinds[typeof value];
    throw jsonProblem(
      `json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`,
    );
  }
  return { ...value };
}

function pathOf(url: URL): string {
  let path: string;
  try {
    path = decodeURIComponent(url.pathname).slice('/v1/'.length);
  } catch {
    throw badRequest();
  }
  if (/(^|\/)\.\.?(\/|$)/.test(path)) {
    throw badRequest('relative paths not supported');
  }
  if (/[^\x20-\x7e\u00a0-\uffff]/.test(path)) throw badRequest();
  return path.replace(/^\/+/, '');
}

function operationOf(request: IncomingMessage, query: URLSearchParams) {
  const operation = operations[request.method ?? ''];
  if (!operation) throw new VaultProblem(405);
  const list = query.get('list');
  if (operation !== 'read' || !list) return operation;
  const asked = parseBool(list);
  if (asked === undefined) throw badRequest();
  return asked ? 'list' : 'read';
}

function checkPatch(request: IncomingMessage): void {
  const type = header(request, 'content-type')?.split(';')[0].trim();
  if (type === 'application/merge-patch+json') return;
  throw new VaultProblem(
    type ? 415 : 400,
    `PATCH requires Content-Type of application/merge-patch+json, provided ${
      type ?? ''
    }`,
  );
}

async function dataOf(
  request: IncomingMessage,
  operation: Operation,
  query: URLSearchParams,
): Promise<Record<string, unknown>> {
  const body = await readBody(request);
  if (operation === 'update' || operation === 'patch') {
    return isForm(request, body) ? parseForm(body) : parseBody(body);
  }
  const { list: _, ...fields } = queryFields(query);
  return fields;
}

/** What a request asks for, in Vault's terms. */
export async function parseRequest(
  request: IncomingMessage,
  url: URL,
): Promise<ApiRequest> {
  const operation = operationOf(request, url.searchParams);
  let path = pathOf(url);
  if (operation === 'list' && !path.endsWith('/')) path += '/';
  if (operation === 'patch') checkPatch(request);
  const data = await dataOf(request, operation, url.searchParams);
  if (operation === 'update' && path.endsWith('/')) {
    throw badRequest("cannot write to a path ending in '/'");
  }
  return {
    method: request.method ?? '',
    operation,
    path,
    query: url.searchParams,
    data,
    tokenId: tokenOf(request),
    wrapTtl: wrapTtlOf(request),
    namespace: header(request, 'x-vault-namespace'),
    remoteAddress: request.socket.remoteAddress,
  };
}
