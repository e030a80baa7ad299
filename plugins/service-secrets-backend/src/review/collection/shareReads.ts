import type { ServiceBinding } from 'backstage-plugin-service-secrets-common';
import type {
  DatabaseRole,
  Mounted,
  VaultApi,
  VaultInstance,
  VaultService,
} from 'backstage-plugin-service-secrets-node';

import { Moment } from '../records';
import { RememberedReads } from './RememberedReads';
import { replaceReads } from './replaceReads';
import { SharedAnswers } from './SharedAnswers';

/** How long what is read of Vault holds. */
export interface ShareReadsOptions {
  /** What many services ask in the same words. */
  readonly maxAgeMs: number;
  /** What a database role says, as long as Vault lists it. */
  readonly rolesMs: number;
  readonly clock: () => Date;
}

/** A Vault service whose readers ask as seldom as the truth allows. */
export interface SharedVault extends VaultService {
  /** When what is remembered of a database role was read. */
  roleReadAt(instance: string, role: Mounted): Moment | undefined;
  /** A run begins: it shares no answers with the one before, and remembers nothing of before `since`. */
  begin(since?: Moment): void;
  /** What is remembered of the database roles a service claims is read again. */
  forget(binding: ServiceBinding): void;
}

function keyOf(at: Mounted): string {
  return `${at.mount} ${at.name}`;
}

/** One instance with what is known of it. */
class SharedInstance {
  readonly instance: VaultInstance;
  readonly roles: RememberedReads<DatabaseRole>;
  private readonly answers: SharedAnswers;

  constructor(
    private readonly asked: VaultInstance,
    { maxAgeMs, rolesMs, clock }: ShareReadsOptions,
  ) {
    this.answers = new SharedAnswers({ maxAgeMs, clock });
    this.roles = new RememberedReads({ maxAgeMs: rolesMs, clock });
    const reader = replaceReads(asked.reader, this.sharedReads());
    this.instance = { ...asked, reader };
  }

  begin(since?: Moment): void {
    this.answers.clear();
    if (since !== undefined) this.roles.forgetBefore(since);
  }

  forget({ claims }: ServiceBinding): void {
    const { database } = this.asked.mounts;
    for (const { mount = database, name } of claims.flatMap(
      ({ databaseRoles }) => databaseRoles,
    )) {
      this.roles.forget(keyOf({ mount, name }));
    }
  }

  private sharedReads(): Partial<VaultApi> {
    const { asked, answers } = this;
    const { reader } = asked;
    return {
      mountLimits: mount =>
        answers.ask(`limits ${mount}`, () => reader.mountLimits(mount)),
      connection: at =>
        answers.ask(`connection ${keyOf(at)}`, () => reader.connection(at)),
      policy: name => answers.ask(`policy ${name}`, () => reader.policy(name)),
      pkiRole: at =>
        answers.ask(`pkiRole ${keyOf(at)}`, () => reader.pkiRole(at)),
      pkiIssuer: at =>
        answers.ask(`pkiIssuer ${keyOf(at)}`, () => reader.pkiIssuer(at)),
      irrevocableLeases: () =>
        answers.ask('irrevocable', () => reader.irrevocableLeases()),
      databaseRole: at => this.databaseRole(at),
    };
  }

  private async databaseRole(at: Mounted): Promise<DatabaseRole | undefined> {
    const known = this.roles.find(keyOf(at));
    if (known && (await this.isListed(at))) return known.value;
    return this.roles.read(keyOf(at), () => this.asked.reader.databaseRole(at));
  }

  /** Whether Vault has it now: what is remembered must not hide that it is gone, or that nobody answers. */
  private async isListed({ mount, name }: Mounted): Promise<boolean> {
    const listed = await this.answers.ask(`roles ${mount}`, async () => {
      try {
        const names = await this.asked.reader.names('database-role', mount);
        return new Set(names);
      } catch {
        // Each role is read then, which needs another right, and tells why it fails.
        return new Set<string>();
      }
    });
    return listed.has(name);
  }
}

/**
 * A Vault service whose readers ask once for what many services of a
 * collection ask, and read again what a database role says only once in a
 * while, as long as Vault lists it.
 */
export function shareReads(
  vault: VaultService,
  options: ShareReadsOptions,
): SharedVault {
  const known = new Map<string, SharedInstance>();
  const all = () => [...known.values()];
  return {
    names: () => vault.names(),
    instance: name => {
      const instance = vault.instance(name);
      if (!instance) return undefined;
      const sharing = known.get(name) ?? new SharedInstance(instance, options);
      known.set(name, sharing);
      return sharing.instance;
    },
    roleReadAt: (name, role) =>
      known.get(name)?.roles.find(keyOf(role))?.readAt,
    begin: since => all().forEach(each => each.begin(since)),
    forget: binding => all().forEach(each => each.forget(binding)),
  };
}
