import type {
  ListedKind,
  Mounted,
  VaultInstance,
  VaultService,
} from 'backstage-plugin-service-secrets-node';

import { describeFailure } from '../../collect/failure';
import { databaseName } from '../../resolve/databaseName';
import { grantsInWords } from '../../resolve/grantsInWords';
import { FleetStore } from '../FleetStore';
import { InventoryRecord } from '../records';
import { ServiceOutcome } from './ServiceCollector';
import { SharedVault } from './shareReads';
import { workOff } from './workQueue';

/** What keeping the inventory needs. */
export interface InventoryOptions {
  readonly store: FleetStore;
  /** May remember what database roles say; then it tells since when. */
  readonly vault: VaultService & Partial<Pick<SharedVault, 'roleReadAt'>>;
  readonly clock: () => Date;
  readonly inventoryMs: number;
  readonly inventoryReads: number;
  readonly concurrency: number;
}

interface Section {
  readonly instance: VaultInstance;
  readonly kind: ListedKind;
  readonly mount: string;
}

type Read = (at: Mounted) => Promise<unknown>;

/** What is kept of each kind: names and words, no statement and no address. */
function readerOf({ instance: { reader }, kind }: Section): Read {
  const reads: Record<ListedKind, Read> = {
    'database-role': async at => {
      const role = await reader.databaseRole(at);
      if (!role) return undefined;
      return {
        connection: role.connection,
        grants: grantsInWords(role.creationStatements),
      };
    },
    'static-role': async at => {
      const role = await reader.staticRole(at);
      return (
        role && { connection: role.connection, grants: `as ${role.username}` }
      );
    },
    connection: async at => {
      const connection = await reader.connection(at);
      return (
        connection && {
          database: databaseName(connection),
          // Vault refuses to rotate a login that stands in the URL alone.
          rotatable: Boolean(connection.username),
          rootRotation: connection.rootRotation,
        }
      );
    },
    'auth-role': async at => {
      const role = await reader.authRole(at);
      return (
        role && {
          serviceAccounts: role.boundServiceAccountNames,
          namespaces: role.boundServiceAccountNamespaces,
          policies: role.tokenPolicies,
          withDefault: !role.noDefaultPolicy,
        }
      );
    },
  };
  return reads[kind];
}

function sectionsOf(instance: VaultInstance): Section[] {
  const { database, kubernetesAuth } = instance.mounts;
  // Database roles are the most by far: before the others they would leave them nothing of what a run may read.
  return [
    { instance, kind: 'connection', mount: database },
    { instance, kind: 'auth-role', mount: kubernetesAuth },
    { instance, kind: 'static-role', mount: database },
    { instance, kind: 'database-role', mount: database },
  ];
}

/**
 * Lists what Vault has, whoever uses it. Names are listed after each run;
 * what they say is read when new, and again when it is old, so many at a time.
 */
export class InventoryKeeper {
  readonly title = 'listing what Vault has';

  constructor(private readonly options: InventoryOptions) {}

  run = async (
    _outcomes: readonly ServiceOutcome[],
    signal: AbortSignal,
  ): Promise<void> => {
    const { vault, inventoryReads } = this.options;
    for (const name of vault.names()) {
      const instance = vault.instance(name);
      if (!instance || signal.aborted) continue;
      const budget = { left: inventoryReads };
      const [connections, authRoles, ...roles] = sectionsOf(instance);
      await this.keep(connections, budget, signal);
      await this.keep(authRoles, budget, signal);
      await this.keepPolicies(instance, budget, signal);
      for (const section of roles) await this.keep(section, budget, signal);
    }
  };

  private async keep(
    section: Section,
    budget: { left: number },
    signal: AbortSignal,
  ): Promise<void> {
    const { instance, kind, mount } = section;
    try {
      const names = await instance.reader.names(kind, mount);
      const read = readerOf(section);
      const at = { instance: instance.name, kind, mount };
      await this.refresh({ at, names, read, budget, signal });
      await this.noteGap(section);
    } catch (error) {
      await this.noteGap(
        section,
        describeFailure(error, instance.name).message,
      );
    }
  }

  /** Policies have no mount: those that auth roles name are read. */
  private async keepPolicies(
    { name, reader }: VaultInstance,
    budget: { left: number },
    signal: AbortSignal,
  ): Promise<void> {
    const known = await this.options.store.history.inventory(name);
    const names = known.flatMap(({ kind, data }) =>
      kind === 'auth-role' && data && typeof data === 'object'
        ? policyNames(data)
        : [],
    );
    await this.refresh({
      at: { instance: name, kind: 'policy', mount: '' },
      names: [...new Set(names)],
      read: async ({ name: policy }) => {
        const found = await reader.policy(policy);
        return found && { rules: found.rules };
      },
      budget,
      signal,
    });
  }

  private async refresh({
    at,
    names,
    read,
    budget,
    signal,
  }: {
    readonly at: Pick<InventoryRecord, 'instance' | 'kind' | 'mount'>;
    readonly names: readonly string[];
    readonly read: Read;
    readonly budget: { left: number };
    readonly signal: AbortSignal;
  }): Promise<void> {
    const { store, clock, inventoryMs, concurrency } = this.options;
    const listedAt = clock().getTime();
    const all = await store.history.inventory(at.instance);
    const known = new Map(
      all
        .filter(({ kind, mount }) => kind === at.kind && mount === at.mount)
        .map(record => [record.name, record]),
    );
    const records = new Map<string, InventoryRecord>(
      names.map(name => [
        name,
        { ...(known.get(name) ?? {}), ...at, name, listedAt },
      ]),
    );
    const due = [...records.values()]
      .filter(({ readAt = 0 }) => readAt + inventoryMs <= listedAt)
      .sort((a, b) => (a.readAt ?? 0) - (b.readAt ?? 0))
      .slice(0, Math.max(0, budget.left));
    budget.left -= due.length;
    await workOff(due, { concurrency, signal }, async record => {
      // What cannot be read now stays as it was, and is tried again in the next run.
      const data = await read(record).catch(() => undefined);
      if (data !== undefined) {
        const readAt = this.readAt(record) ?? listedAt;
        records.set(record.name, { ...record, data, readAt });
      }
    });
    await store.history.saveInventory(at, [...records.values()]);
  }

  private readAt({
    instance,
    kind,
    mount,
    name,
  }: InventoryRecord): number | undefined {
    return kind === 'database-role'
      ? this.options.vault.roleReadAt?.(instance, { mount, name })
      : undefined;
  }

  private async noteGap(
    { instance, kind, mount }: Section,
    reason?: string,
  ): Promise<void> {
    const at = {
      instance: instance.name,
      kind: 'gap',
      mount: `${kind} ${mount}`,
    } as const;
    const listedAt = this.options.clock().getTime();
    const gap = { ...at, name: kind, listedAt, data: { reason } };
    await this.options.store.history.saveInventory(
      at,
      reason === undefined ? [] : [gap],
    );
  }
}

function policyNames(data: object): string[] {
  const attached =
    'policies' in data && Array.isArray(data.policies) ? data.policies : [];
  const names = attached.filter(name => typeof name === 'string');
  return 'withDefault' in data && data.withDefault === true
    ? [...names, 'default']
    : names;
}
