import type { PolicyRule } from 'backstage-plugin-service-secrets-node';

import { Check, quoted, whenRead } from '../Check';

const writes = ['create', 'update', 'patch', 'delete', 'sudo'];

/** Places where writing means configuring Vault itself. */
const administration =
  /^(?:sys\/(?:polic|auth|mounts)|auth\/[^/]+\/(?:config|role)|[^/]+\/(?:config|roles|static-roles)\/)/;

/** A wildcard that reaches more than one kind of thing below a mount, or every role of it. */
const broad =
  /^(?:\*|[^/]*\*|[^/]+\/\*|[^/]+\/(?:static-)?creds\/(?:\*|\+)|\+(?:\/.*)?)$/;

function isBroad({ path, capabilities }: PolicyRule): boolean {
  if (capabilities.length === 0 || capabilities.includes('deny')) return false;
  const configures =
    administration.test(path) &&
    capabilities.some(capability => writes.includes(capability));
  // The agent renews and revokes its own token and leases: those paths are narrow and everybody's.
  const own = path.startsWith('sys/leases/') || path.startsWith('auth/token/');
  return (
    capabilities.includes('sudo') || configures || (!own && broad.test(path))
  );
}

/** A policy of the service grants far more than credentials of its roles. */
export const policyTooBroad: Check = ({ view }) =>
  whenRead(view.policies, policies =>
    policies.found.flatMap(({ name, rules }) => {
      const wide = name === 'default' ? [] : rules.filter(isBroad);
      if (wide.length === 0) return [];
      return {
        subject: { kind: 'policy', name },
        message: `Policy \`${name}\` grants far more than the service uses: ${quoted(
          wide.map(({ path }) => path),
        )}.`,
      };
    }),
  );
