import { z } from 'zod';

import { InventoryRecord } from '../records';

const roleData = z.object({ connection: z.string(), grants: z.string() });
const connectionData = z.object({
  database: z.string(),
  rotatable: z.boolean().optional(),
  rootRotation: z.enum(['automatic', 'off']).optional(),
});
const authRoleData = z.object({
  serviceAccounts: z.array(z.string()),
  namespaces: z.array(z.string()),
  policies: z.array(z.string()),
  withDefault: z.boolean(),
});
const policyData = z.object({
  rules: z.array(
    z.object({
      path: z.string(),
      capabilities: z.array(z.string()),
      limitsParameters: z.boolean(),
    }),
  ),
});
const gapData = z.object({ reason: z.string() });

interface At {
  readonly instance: string;
  readonly mount: string;
  readonly name: string;
}

/** A role Vault lists; what it says is absent until it was read. */
export type InventoryRole = At & { readonly kind: 'dynamic' | 'static' } & {
  readonly said?: z.infer<typeof roleData>;
};

/** What Vault lists, sorted by kind. */
export interface Inventory {
  readonly roles: readonly InventoryRole[];
  readonly connections: readonly (At & {
    readonly database?: string;
    /** False: Vault cannot rotate its root password, and never did. */
    readonly rotatable?: boolean;
    /** Absent: Vault does not tell, or it was not read yet. */
    readonly rootRotation?: 'automatic' | 'off';
  })[];
  readonly authRoles: readonly (At & z.infer<typeof authRoleData>)[];
  readonly policies: readonly (At & z.infer<typeof policyData>)[];
  readonly gaps: readonly (At & { readonly reason: string })[];
  /** When the oldest part was listed. */
  readonly listedAt?: number;
}

function parsed<T>(schema: z.ZodType<T>, records: readonly InventoryRecord[]) {
  return records.flatMap(({ instance, mount, name, data }) => {
    const { success, data: said } = schema.safeParse(data);
    return success ? { instance, mount, name, ...said } : [];
  });
}

function rolesOf(
  records: readonly InventoryRecord[],
  kind: InventoryRole['kind'],
): InventoryRole[] {
  return records.map(({ instance, mount, name, data }) => ({
    instance,
    mount,
    name,
    kind,
    said: roleData.safeParse(data).data,
  }));
}

/** Reads the stored inventory. What was listed and not read yet shows as a gap. */
export function readInventory(records: readonly InventoryRecord[]): Inventory {
  const of = (kind: InventoryRecord['kind']) =>
    records.filter(record => record.kind === kind);
  const listed = records.map(({ listedAt }) => listedAt);
  return {
    roles: [
      ...rolesOf(of('database-role'), 'dynamic'),
      ...rolesOf(of('static-role'), 'static'),
    ],
    connections: of('connection').map(({ instance, mount, name, data }) => ({
      instance,
      mount,
      name,
      ...connectionData.safeParse(data).data,
    })),
    authRoles: parsed(authRoleData, of('auth-role')),
    policies: parsed(policyData, of('policy')),
    gaps: [...parsed(gapData, of('gap')), ...unread(records)],
    listedAt: listed.length > 0 ? Math.min(...new Set(listed)) : undefined,
  };
}

function unread(records: readonly InventoryRecord[]) {
  const missing = new Map<string, { at: InventoryRecord; count: number }>();
  for (const record of records) {
    if (record.kind === 'gap' || record.data !== undefined) continue;
    const key = `${record.instance} ${record.kind}`;
    const count = (missing.get(key)?.count ?? 0) + 1;
    missing.set(key, { at: record, count });
  }
  return [...missing.values()].map(({ at, count }) => ({
    instance: at.instance,
    mount: at.mount,
    name: at.kind,
    reason: `${at.instance}: ${count} of the kind ${at.kind} ${
      count === 1 ? 'was' : 'were'
    } listed and not read yet`,
  }));
}
