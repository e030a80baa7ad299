import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../api/status';
import { denialDetails, denialText, type Attributes } from './attributes';
import type { RbacAuthorizer } from './RbacAuthorizer';
import type { User } from './User';

function listOf(value: string | string[] | undefined): string[] {
  if (value === undefined) return [];
  const values = Array.isArray(value) ? value : value.split(',');
  return values.map(item => item.trim()).filter(item => item !== '');
}

function asked(resource: string, name: string, namespace = ''): Attributes {
  return {
    verb: 'impersonate',
    group: '',
    resource,
    subresource: '',
    namespace,
    name,
  };
}

function accountOf(
  username: string,
): { namespace: string; name: string } | undefined {
  const match = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(username);
  return match ? { namespace: match[1], name: match[2] } : undefined;
}

/** The user a call acts as: another one when the headers ask for it and the caller may. Throws 403 when not. */
export function effectiveUser(
  caller: User,
  headers: IncomingHttpHeaders,
  authorizer: RbacAuthorizer,
): User {
  const [username] = listOf(headers['impersonate-user']);
  if (username === undefined) return caller;
  const require = (attributes: Attributes) => {
    if (authorizer.authorize(caller, attributes).allowed) return;
    throw new ApiError(403, denialText(caller.username, attributes), {
      reason: 'Forbidden',
      details: denialDetails(attributes),
    });
  };
  const account = accountOf(username);
  if (account)
    require(asked('serviceaccounts', account.name, account.namespace));
  else require(asked('users', username));
  const groups = listOf(headers['impersonate-group']);
  groups.forEach(group => require(asked('groups', group)));
  const implied = account
    ? ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`]
    : [];
  const own = groups.length > 0 ? groups : implied;
  return { username, groups: [...own, 'system:authenticated'] };
}
