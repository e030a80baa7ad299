import { Clock } from '../clock';
import { randomText } from '../engines/randomText';
import { LeaseStore } from '../lease/LeaseStore';
import { hashedToken, newTokenId } from '../values/identifiers';
import { Token } from './Token';

/** What decides a new token. Durations in seconds; a TTL of 0 makes a token without end. */
export interface TokenSpec
  extends Pick<Token, 'path' | 'policies' | 'displayName'>,
    Partial<
      Pick<
        Token,
        | 'type'
        | 'metadata'
        | 'explicitMaxTtl'
        | 'maxTtl'
        | 'role'
        | 'asked'
        | 'boundCidrs'
        | 'identity'
        | 'login'
        | 'parent'
        | 'renewable'
        | 'period'
        | 'usesLeft'
        | 'id'
      >
    > {
  readonly ttl: number;
}

const absentFields = {
  metadata: null,
  explicitMaxTtl: 0,
  maxTtl: 0,
  period: 0,
  usesLeft: 0,
  boundCidrs: [],
};

/** An absent field must not hide the value it has by default. */
function withoutUndefined<T extends object>(fields: T): Partial<T> {
  const present = Object.entries(fields).filter(
    ([, value]) => value !== undefined,
  );
  return Object.fromEntries(present) as Partial<T>; // the same keys, fewer of them
}

/** Tokens by id and accessor, in a tree: revoking one ends its children and leases. */
export class TokenStore {
  private readonly byId = new Map<string, Token>();
  private readonly byAccessor = new Map<string, Token>();

  constructor(
    private readonly clock: Clock,
    private readonly leases: LeaseStore,
    /** Accessor of the `auth/token` mount. */
    readonly accessor: string,
  ) {}

  create(spec: TokenSpec): Token {
    const { ttl, ...given } = spec;
    const now = this.clock.now();
    const type = spec.type ?? 'service';
    const token: Token = {
      ...absentFields,
      ...withoutUndefined(given),
      id: spec.id ?? newTokenId(type),
      accessor: type === 'batch' ? '' : randomText(24),
      type,
      path: spec.path,
      displayName: spec.displayName,
      policies: [...new Set(spec.policies)].sort(),
      createdAt: now,
      creationTtl: ttl,
      children: new Set(),
      leases: new Set(),
      renewable: type === 'service' && ttl > 0 && spec.renewable !== false,
      expiresAt: ttl > 0 ? now + ttl * 1000 : undefined,
      revoked: false,
    };
    this.store(token);
    return token;
  }

  /** A token that can still be used. */
  find(id: string): Token | undefined {
    return this.usable(this.byId.get(id));
  }

  findByAccessor(accessor: string): Token | undefined {
    return this.usable(this.byAccessor.get(accessor));
  }

  accessors(): string[] {
    return [...this.byAccessor.keys()].sort();
  }

  /** Ends a token, its children first, and schedules the revocation of their leases. */
  revokeTree(token: Token): void {
    if (token.revoked) return;
    token.revoked = true;
    [...token.children].forEach(child => this.revokeTree(child));
    [...token.leases].forEach(lease => this.leases.revokeSoon(lease));
    token.parent?.children.delete(token);
    this.byId.delete(token.id);
    this.byAccessor.delete(token.accessor);
    if (token.lease) this.leases.drop(token.lease);
  }

  /** Ends one token; its children become orphans. */
  revokeAlone(token: Token): void {
    token.children.forEach(child => {
      child.parent = undefined;
    });
    token.children.clear();
    this.revokeTree(token);
  }

  /** Ends every token an auth mount gave out. */
  revokeByPath(prefix: string): void {
    [...this.byId.values()]
      .filter(token => token.path.startsWith(prefix))
      .forEach(token => this.revokeTree(token));
  }

  /** Moves a token's end. */
  extend(token: Token, ttl: number): void {
    const now = this.clock.now();
    token.lastRenewal = now;
    token.expiresAt = now + ttl * 1000;
    if (!token.lease) return;
    token.lease.lastRenewal = now;
    this.leases.reschedule(token.lease, token.expiresAt);
  }

  private usable(token: Token | undefined): Token | undefined {
    if (!token || token.revoked) return undefined;
    if (token.usesLeft < 0) return undefined;
    const ended =
      token.expiresAt !== undefined && token.expiresAt <= this.clock.now();
    return ended ? undefined : token;
  }

  private store(token: Token): void {
    this.byId.set(token.id, token);
    if (token.accessor !== '') this.byAccessor.set(token.accessor, token);
    token.parent?.children.add(token);
    if (token.expiresAt === undefined || token.type === 'batch') return;
    token.lease = {
      id: `${token.path}/${hashedToken(token.id)}`,
      source: {
        accessor: this.accessor,
        revoke: async () => this.revokeTree(token),
      },
      issuedAt: token.createdAt,
      expiresAt: token.expiresAt,
      dueAt: token.expiresAt,
      renewable: token.renewable,
      backendTtl: token.creationTtl,
      backendMax: token.maxTtl,
      internal: {},
      ofToken: true,
      attempts: 0,
    };
    this.leases.add(token.lease);
  }
}
