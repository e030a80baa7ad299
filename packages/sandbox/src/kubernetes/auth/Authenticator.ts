import { timingSafeEqual } from 'node:crypto';
import { unauthorized } from '../api/status';
import {
  defaultAudience,
  type ServiceAccountTokens,
  type TokenVerdict,
} from './ServiceAccountTokens';
import { anonymous, type User } from './User';

/** The account of the sandbox's own admin token. */
export const admin: User = {
  username: 'kubernetes-admin',
  groups: ['system:masters', 'system:authenticated'],
};

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Finds out who asks. */
export class Authenticator {
  constructor(
    private readonly adminToken: string,
    private readonly tokens: ServiceAccountTokens,
  ) {}

  /** The user behind an `Authorization` header; anonymous without one. Throws 401 for a bad token. */
  async authenticate(header: string | undefined): Promise<User> {
    if (!header) return anonymous;
    const token = /^Bearer\s+(\S+)$/i.exec(header)?.[1];
    if (!token) return anonymous;
    const verdict = await this.review(token, [defaultAudience]);
    if ('error' in verdict) throw unauthorized();
    return verdict.user;
  }

  /** What TokenReview tells about a token. */
  async review(
    token: string,
    audiences: readonly string[],
  ): Promise<TokenVerdict> {
    if (isSame(token, this.adminToken)) return { user: admin, audiences };
    return this.tokens.check(token, audiences);
  }
}
