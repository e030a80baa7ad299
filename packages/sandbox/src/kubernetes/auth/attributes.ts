import { compact, type JsonObject } from '../api/json';

/** What is asked for: an operation on a resource, or on a path outside the API. */
export interface Attributes {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** Set for requests outside the API's resources; the other members are empty then. */
  readonly path?: string;
}

function resourceOf({ resource, subresource }: Attributes): string {
  return subresource ? `${resource}/${subresource}` : resource;
}

/** Why a request is forbidden, in the words of the real server. */
export function denialText(username: string, asked: Attributes): string {
  if (asked.path !== undefined)
    return `forbidden: User "${username}" cannot ${asked.verb} path "${asked.path}"`;
  const { group, namespace, name, resource } = asked;
  const plural = group ? `${resource}.${group}` : resource;
  const subject = name ? `${plural} "${name}"` : plural;
  const scope = namespace
    ? `in the namespace "${namespace}"`
    : 'at the cluster scope';
  return `${subject} is forbidden: User "${username}" cannot ${
    asked.verb
  } resource "${resourceOf(asked)}" in API group "${group}" ${scope}`;
}

/** The `details` of a refusal. */
export function denialDetails(asked: Attributes): JsonObject {
  if (asked.path !== undefined) return {};
  return compact({
    name: asked.name || undefined,
    group: asked.group || undefined,
    kind: asked.resource,
  });
}
