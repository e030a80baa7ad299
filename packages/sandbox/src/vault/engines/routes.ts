import { EngineRequest, EngineResponse, Operation } from '../Engine';
import { asExistenceCheck } from './fieldProblems';
import { nothingThere, unsupportedOperation } from '../problems';

/** One request, matched to a route. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly data: Record<string, unknown>;
  readonly request: EngineRequest;
}

/** What a route does for one operation. `{}` answers 204. */
export type Handler = (call: Call) => EngineResponse | Promise<EngineResponse>;

/** A path below the mount with the operations it knows. */
export interface Route {
  /** Segments; `:name` and `:ref` take Vault's generic name, `:serial` a serial number, `:rest` all that follows. */
  readonly path: string;
  /** Body fields the path knows; undefined switches the warning about unknown ones off. */
  readonly fields?: readonly string[];
  /** Set where creating is told from updating, so that fields are converted before the request is judged. */
  readonly checksExistence?: boolean;
  readonly on: Readonly<Partial<Record<Operation, Handler>>>;
}

const genericName = '\\w(?:[\\w.-]*\\w)?';
const placeholders: Record<string, string> = {
  serial: '[0-9A-Fa-f:-]+',
  rest: '[^]+',
};

function compile(path: string): RegExp {
  const source = path
    .replace(/[.]/g, '\\.')
    .replace(
      /:(\w+)/g,
      (_, name: string) => `(?<${name}>${placeholders[name] ?? genericName})`,
    );
  return new RegExp(`^${source}$`);
}

/** A list answer: keys in order, or Vault's 404 when there are none. */
export function listOf(
  keys: Iterable<string>,
  more: Record<string, unknown> = {},
): EngineResponse {
  const sorted = [...keys].sort();
  if (sorted.length === 0) {
    throw nothingThere();
  }
  return { data: { keys: sorted, ...more } };
}

function withFieldWarnings(
  response: EngineResponse,
  route: Route,
  call: Call,
): EngineResponse {
  const hasBody =
    response.data || response.warnings?.length || response.lease !== undefined;
  if (!route.fields || !hasBody || call.request.operation === 'list') {
    return response;
  }
  const sent = Object.keys(call.data).sort();
  const known = [...route.fields, ...Object.keys(call.params)];
  const ignored = sent.filter(field => !known.includes(field));
  const replaced = sent.filter(field => field in call.params);
  const warnings = [...(response.warnings ?? [])];
  if (ignored.length > 0) {
    warnings.push(
      `Endpoint ignored these unrecognized parameters: [${ignored.join(' ')}]`,
    );
  }
  if (replaced.length > 0) {
    warnings.push(
      `Endpoint replaced the value of these parameters with the values captured from the endpoint's path: [${replaced.join(
        ' ',
      )}]`,
    );
  }
  return warnings.length > 0 ? { ...response, warnings } : response;
}

async function answer(handler: Handler, route: Route, call: Call) {
  try {
    return await handler(call);
  } catch (error) {
    const writes = call.request.operation === 'update';
    throw route.checksExistence && writes ? asExistenceCheck(error) : error;
  }
}

/** An engine's `handle`: the first route whose path matches answers; none means no such path. */
export function handleRoutes(
  routes: readonly Route[],
): (request: EngineRequest) => Promise<EngineResponse | undefined> {
  const compiled = routes.map(route => ({
    route,
    pattern: compile(route.path),
  }));
  return async request => {
    const path =
      request.operation === 'list'
        ? request.path.replace(/\/$/, '')
        : request.path;
    for (const { route, pattern } of compiled) {
      const match = pattern.exec(path);
      if (match) {
        const handler = route.on[request.operation];
        if (!handler) {
          throw unsupportedOperation();
        }
        const call = {
          params: { ...match.groups },
          data: request.data,
          request,
        };
        return withFieldWarnings(
          await answer(handler, route, call),
          route,
          call,
        );
      }
    }
    return undefined;
  };
}
