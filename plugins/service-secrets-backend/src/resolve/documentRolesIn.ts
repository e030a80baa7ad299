import { z } from 'zod';

const roleSchema = z.union([
  z.string(),
  z.object({ role: z.string(), db: z.string().optional() }),
]);
const statementSchema = z.object({
  db: z.string().optional(),
  roles: z.array(roleSchema),
});

function parsed(statement: string): unknown {
  try {
    return JSON.parse(statement);
  } catch {
    return undefined;
  }
}

/** The roles a statement of MongoDB gives, which is a document: `as readWrite on shop`. */
export function documentRolesIn(statement: string): string[] {
  if (!statement.trimStart().startsWith('{')) return [];
  const document = statementSchema.safeParse(parsed(statement));
  if (!document.success) return [];
  const { db = 'admin', roles } = document.data;
  return roles.map(entry =>
    typeof entry === 'string'
      ? `as ${entry} on ${db}`
      : `as ${entry.role} on ${entry.db ?? db}`,
  );
}
