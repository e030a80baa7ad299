import type { Attributes } from '../auth/attributes';

/** A request, taken apart as Kubernetes does before it decides anything. */
export interface RequestInfo {
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Set for paths of an API group version and below. */
  readonly api?: {
    readonly group: string;
    readonly version: string;
    /** Empty for the group version itself. */
    readonly resource: string;
    readonly namespace: string;
    readonly name: string;
    readonly subresource: string;
    readonly isNamespaced: boolean;
    /** More segments than any resource has. */
    readonly isTooDeep: boolean;
  };
  readonly verb: string;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function groupVersion(segments: string[]) {
  if (segments[0] === 'api' && segments.length >= 2)
    return { group: '', version: segments[1], rest: segments.slice(2) };
  if (segments[0] === 'apis' && segments.length >= 3)
    return {
      group: segments[1],
      version: segments[2],
      rest: segments.slice(3),
    };
  return undefined;
}

function parseApi(path: string): RequestInfo['api'] {
  const found = groupVersion(path.replace(/^\//, '').split('/'));
  if (!found) return undefined;
  const { group, version } = found;
  const rest = found.rest.join('/') === '' ? [] : found.rest;
  // `namespaces/x` and its subresources are the namespace itself.
  const isNamespaced =
    rest[0] === 'namespaces' &&
    rest.length > 2 &&
    !['status', 'finalize'].includes(rest[2]);
  const namespace = isNamespaced ? rest[1] : '';
  const [resource = '', name = '', subresource = '', ...deeper] = isNamespaced
    ? rest.slice(2)
    : rest;
  return {
    group,
    version,
    resource,
    namespace,
    name,
    subresource,
    isNamespaced,
    isTooDeep: deeper.length > 0,
  };
}

const verbs: Record<string, string> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
};

function isTrue(text: string | null): boolean {
  return text !== null && ['', '1', 'true', 'True'].includes(text);
}

function verbOf(
  method: string,
  api: RequestInfo['api'],
  query: URLSearchParams,
): string {
  if (!api || api.resource === '') return method.toLowerCase();
  if (method === 'GET' || method === 'HEAD') {
    if (isTrue(query.get('watch'))) return 'watch';
    return api.name ? 'get' : 'list';
  }
  if (method === 'DELETE') return api.name ? 'delete' : 'deletecollection';
  return verbs[method] ?? method.toLowerCase();
}

/** Takes a method and a URL apart. */
export function readRequest(method: string, url: string): RequestInfo {
  const at = url.indexOf('?');
  const path = decoded(at < 0 ? url : url.slice(0, at));
  const query = new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
  const api = parseApi(path);
  return { method, path, query, api, verb: verbOf(method, api, query) };
}

/** What the authorizer is asked about a request. */
export function attributesOf(info: RequestInfo): Attributes {
  const { api, verb, path } = info;
  if (!api || api.resource === '')
    return {
      verb: verb === 'head' ? 'get' : verb,
      group: '',
      resource: '',
      subresource: '',
      namespace: '',
      name: '',
      path,
    };
  const { group, resource, subresource, name } = api;
  const isNamespaceItself =
    group === '' && resource === 'namespaces' && name !== '';
  const namespace = isNamespaceItself ? name : api.namespace;
  return { verb, group, resource, subresource, namespace, name };
}
