import { randomUUID } from 'node:crypto';

import { Identity } from '../policy/templating';

/** Entities made at login: one per auth mount and alias name. */
export class IdentityStore {
  private readonly identities = new Map<string, Identity>();

  /** The entity behind an alias, with the metadata of its latest login. */
  upsert(
    accessor: string,
    alias: { name: string; metadata: Record<string, string> },
  ): Identity {
    const key = `${accessor}/${alias.name}`;
    const present = this.identities.get(key);
    const id = present?.id ?? randomUUID();
    const identity: Identity = {
      id,
      name: present?.name ?? `entity_${id.slice(0, 8)}`,
      aliases: {
        [accessor]: {
          id: present?.aliases[accessor].id ?? randomUUID(),
          name: alias.name,
          metadata: alias.metadata,
        },
      },
    };
    this.identities.set(key, identity);
    return identity;
  }
}
