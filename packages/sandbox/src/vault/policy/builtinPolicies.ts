const update = ['update'];

const grants: readonly (readonly [string, readonly string[]])[] = [
  ['auth/token/lookup-self', ['read']],
  ['auth/token/renew-self', update],
  ['auth/token/revoke-self', update],
  ['sys/capabilities-self', update],
  ['identity/entity/id/{{identity.entity.id}}', ['read']],
  ['identity/entity/name/{{identity.entity.name}}', ['read']],
  ['sys/internal/ui/resultant-acl', ['read']],
  ['sys/renew', update],
  ['sys/leases/renew', update],
  ['sys/leases/lookup', update],
  ['cubbyhole/*', ['create', 'read', 'update', 'delete', 'list']],
  ['sys/wrapping/wrap', update],
  ['sys/wrapping/lookup', update],
  ['sys/wrapping/unwrap', update],
  ['sys/tools/hash', update],
  ['sys/tools/hash/*', update],
  ['sys/control-group/request', update],
  ['identity/oidc/provider/+/authorize', ['read', 'update']],
];

function stanza([path, words]: readonly [string, readonly string[]]): string {
  const list = words.map(word => `"${word}"`).join(', ');
  return `path "${path}" {\n  capabilities = [${list}]\n}\n`;
}

/** What every token may do unless it is created without it. */
export const defaultPolicy = grants.map(stanza).join('\n');

/** What a wrapping token may do. */
export const responseWrappingPolicy = [
  ['cubbyhole/response', ['create', 'read']] as const,
  ['sys/wrapping/unwrap', update] as const,
]
  .map(stanza)
  .join('\n');
