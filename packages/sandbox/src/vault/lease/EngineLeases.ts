import { Clock } from '../clock';
import { LeaseGrant } from '../Engine';
import { randomText } from '../engines/randomText';
import { apiPath, MountEntry, MountTable } from '../mounts/MountTable';
import { badRequest, reasonOf } from '../problems';
import type { Token } from '../token/Token';
import { Lease, LeaseSource } from './Lease';
import { LeaseStore } from './LeaseStore';
import { calculateTtl, TtlAnswer } from './ttl';

/** A lease source in front of an engine. */
class EngineSource implements LeaseSource {
  constructor(readonly entry: MountEntry) {}

  get accessor(): string {
    return this.entry.mount.accessor;
  }

  async revoke(lease: Lease): Promise<void> {
    await this.entry.engine.revoke?.(lease.internal, this.entry.mount);
  }
}

/** Why a renewal through the lease API is refused; undefined when it may go on. */
function refusal(lease: Lease, now: number): string | undefined {
  if (lease.ofToken) return 'tokens cannot be renewed through this endpoint';
  if (lease.failure !== undefined) {
    return 'lease is expired and has failed previous revocation attempts';
  }
  if (!lease.renewable) return 'lease is not renewable';
  return lease.expiresAt <= now ? 'lease expired' : undefined;
}

/** The token that a new lease lives and dies with: a batch token's parent stands in for it. */
function ownerOf(token: Token | undefined): Token | undefined {
  return token?.type === 'batch' ? token.parent : token;
}

/** Grants and renews the leases of engines. */
export class EngineLeases {
  private readonly sources = new WeakMap<MountEntry, EngineSource>();

  constructor(
    private readonly clock: Clock,
    private readonly mounts: MountTable,
    private readonly store: LeaseStore,
  ) {}

  /** Registers what an engine granted on a path to a token. */
  grant(
    origin: { entry: MountEntry; path: string; token?: Token },
    grant: LeaseGrant,
  ): { lease: Lease; warnings: string[] } {
    const now = this.clock.now();
    const answer = calculateTtl({
      limits: this.mounts.limits(origin.entry.mount),
      now,
      backendTtl: grant.ttl,
      backendMax: grant.maxTtl,
    });
    const expiresAt = clampToBatch(now + answer.ttl * 1000, origin.token);
    const lease: Lease = {
      id: `${origin.path}/${randomText(24)}`,
      source: this.sourceOf(origin.entry),
      issuedAt: now,
      expiresAt,
      dueAt: expiresAt,
      renewable: grant.renewable,
      backendTtl: grant.ttl,
      backendMax: grant.maxTtl,
      internal: grant.internal,
      owner: ownerOf(origin.token),
      attempts: 0,
    };
    this.store.add(lease);
    return { lease, warnings: answer.warnings };
  }

  async renew(lease: Lease, increment: number): Promise<TtlAnswer> {
    const now = this.clock.now();
    const refused = refusal(lease, now);
    if (refused) throw badRequest(refused);
    if (!(lease.source instanceof EngineSource)) {
      throw badRequest('lease does not correspond to a secret');
    }
    const { mount, engine } = lease.source.entry;
    const answerFor = (ttl: number, maxTtl: number) =>
      calculateTtl({
        limits: this.mounts.limits(mount),
        now,
        issuedAt: lease.issuedAt,
        increment,
        backendTtl: ttl,
        backendMax: maxTtl,
      });
    const expiresAt = (ttl: number) =>
      now + answerFor(ttl, lease.backendMax).ttl * 1000;
    const limits = engine.renew
      ? await engine
          .renew(lease.internal, mount, expiresAt)
          .catch(renewalFailed)
      : { ttl: lease.backendTtl, maxTtl: lease.backendMax };
    const answer = answerFor(limits.ttl, limits.maxTtl);
    lease.backendTtl = limits.ttl;
    lease.backendMax = limits.maxTtl;
    lease.lastRenewal = now;
    this.store.reschedule(lease, now + answer.ttl * 1000);
    return answer;
  }

  /** Ends every lease of a mount before it goes; the first failure stops it. */
  async revokeMount(entry: MountEntry): Promise<void> {
    for (const lease of this.store.below(apiPath(entry))) {
      await this.store.revokeNow(lease);
    }
  }

  private sourceOf(entry: MountEntry): EngineSource {
    const present = this.sources.get(entry);
    if (present) return present;
    const source = new EngineSource(entry);
    this.sources.set(entry, source);
    return source;
  }
}

function clampToBatch(expiresAt: number, token: Token | undefined): number {
  if (token?.type !== 'batch' || token.expiresAt === undefined) {
    return expiresAt;
  }
  return Math.min(expiresAt, token.expiresAt);
}

function renewalFailed(error: unknown): never {
  const detail = reasonOf(error);
  if (detail === 'past the max TTL, cannot renew') throw badRequest(detail);
  throw badRequest(
    `failed to renew entry: resp: (*logical.Response)(nil) err: ${detail}`,
  );
}
