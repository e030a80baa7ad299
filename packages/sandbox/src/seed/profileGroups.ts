/** Connections on which new services get roles of their own. */
export const offeredConnections = ['grade-api-db', 'myapp'] as const;

/** A database whose users get their rights from one group per statement profile. */
export interface ProfiledDatabase {
  readonly database: string;
  readonly tables: readonly string[];
}

const groupsOf = ({ database }: ProfiledDatabase) => ({
  readOnly: `${database}_ro`,
  readWrite: `${database}_rw`,
  migrate: `${database}_migrate`,
});

/** The groups of a database, named after it: a statement profile finds them by `current_database()`. */
export function profileGroups(seed: ProfiledDatabase): string[] {
  return Object.values(groupsOf(seed));
}

/**
 * What each group may do. The migrating group owns the tables, and what it
 * makes later is the other groups' to use: no generated user owns anything,
 * so each can be dropped.
 */
export function profileGrants(seed: ProfiledDatabase): string[] {
  const { readOnly, readWrite, migrate } = groupsOf(seed);
  const defaults = `ALTER DEFAULT PRIVILEGES FOR ROLE "${migrate}" IN SCHEMA public GRANT`;
  return [
    `GRANT USAGE ON SCHEMA public TO "${readOnly}", "${readWrite}"`,
    `GRANT USAGE, CREATE ON SCHEMA public TO "${migrate}"`,
    ...seed.tables.map(table => `ALTER TABLE "${table}" OWNER TO "${migrate}"`),
    `GRANT SELECT ON ALL TABLES IN SCHEMA public TO "${readOnly}"`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "${readWrite}"`,
    `GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "${readWrite}"`,
    `${defaults} SELECT ON TABLES TO "${readOnly}"`,
    `${defaults} SELECT, INSERT, UPDATE, DELETE ON TABLES TO "${readWrite}"`,
    `${defaults} USAGE ON SEQUENCES TO "${readWrite}"`,
  ];
}
