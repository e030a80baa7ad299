import { Core } from '../../Core';
import {
  durationComplaint,
  durationField,
  FieldData,
  integerField,
  parseDuration,
  textField,
} from '../../engines/fields';
import { Call } from '../../engines/routes';
import { calculateTtl, TtlAnswer } from '../../lease/ttl';
import { badRequest } from '../../problems';
import { Token } from '../../token/Token';
import { shortDuration } from '../../values/duration';
import { TokenRole } from './tokenRoles';

/** What a create call asks for, its role applied. */
export interface Wish {
  readonly caller: Token;
  readonly role?: TokenRole;
  readonly call: Call;
  /** Root or sudo on the path. */
  readonly privileged: boolean;
  readonly orphan: boolean;
}

/** Refuses a deed that needs root or sudo. */
export function requirePrivilege(wish: Wish, deed: string): void {
  if (!wish.privileged) {
    throw badRequest(`root or sudo privileges required to ${deed}`);
  }
}

/** The period of a token: the smaller of what is asked and what the role has. */
export function periodOf(wish: Wish): number {
  const asked = durationField(wish.call.data, 'period') ?? 0;
  if (asked > 0) requirePrivilege(wish, 'create periodic token');
  const fixed = wish.role?.period ?? 0;
  return asked > 0 && fixed > 0 ? Math.min(asked, fixed) : asked || fixed;
}

/** What is said when the role has a period and one was asked for too. */
export function periodWarnings(wish: Wish, period: number): string[] {
  const asked = durationField(wish.call.data, 'period') ?? 0;
  if (asked === 0 || !wish.role?.period) return [];
  return [
    `Period specified both during creation call and in role; using the lesser value of ${period} seconds`,
  ];
}

/** The smaller of two limits of which 0 is none. */
export function smallerSet(a: number, b: number): number {
  return a > 0 && b > 0 ? Math.min(a, b) : a || b;
}

/** The end no renewal gets past, and what is said when it was lowered. */
export function explicitMax(wish: Wish, systemMax: number) {
  const asked = smallerSet(
    durationField(wish.call.data, 'explicit_max_ttl') ?? 0,
    wish.role?.explicitMaxTtl ?? 0,
  );
  if (asked <= systemMax) return { value: asked, warnings: [] };
  return {
    value: systemMax,
    warnings: [
      `Explicit max TTL specified during token creation is greater than system/mount allowed value; value is being capped to ${shortDuration(
        systemMax,
      )} seconds`,
    ],
  };
}

/** Kept as text and read by the endpoint itself, hence words of its own for what is wrong. */
function tokenTtl(data: FieldData, field: string): number | undefined {
  const text = textField(data, field);
  if (!text) return undefined;
  const seconds = parseDuration(text);
  if (seconds === undefined) throw badRequest(durationComplaint(text));
  if (seconds < 0) throw badRequest(`${field} must be positive`);
  return seconds;
}

/** How long the token lives. */
export function lifetimeOf(
  core: Core,
  wish: Wish,
  fixed: { root: boolean; period: number; explicit: number },
): TtlAnswer {
  const { data, request } = wish.call;
  const ttl = tokenTtl(data, 'ttl') ?? tokenTtl(data, 'lease') ?? 0;
  if (fixed.root && ttl === 0 && fixed.period === 0) {
    return { ttl: fixed.explicit, warnings: [] };
  }
  return calculateTtl({
    limits: core.mounts.limits(request.mount),
    now: core.clock.now(),
    backendTtl: ttl,
    period: fixed.period,
    explicitMax: fixed.explicit,
  });
}

/** Whether the token is kept or carries itself. */
export function typeOf(wish: Wish): 'service' | 'batch' {
  const asked = textField(wish.call.data, 'type') || undefined;
  const type = wish.role?.fixedType ?? asked ?? 'service';
  if (type !== 'service' && type !== 'batch') {
    throw badRequest("invalid 'token_type' value");
  }
  return type;
}

/** What was asked for, whatever the role makes of it. */
export function askedLimits({ data }: Call) {
  return {
    period: durationField(data, 'period') ?? 0,
    explicitMaxTtl: durationField(data, 'explicit_max_ttl') ?? 0,
  };
}

/** Batch tokens have no entry of their own in which these could be kept. */
export function refuseForBatch(
  wish: Wish,
  period: number,
  explicit: number,
): void {
  const uses = integerField(wish.call.data, 'num_uses') ?? 0;
  const limits = { explicit_max_ttl: explicit, num_uses: uses, period };
  for (const [name, value] of Object.entries(limits)) {
    if (value > 0) throw badRequest(`batch tokens cannot have "${name}" set`);
  }
}

/** Root for a while must not become root for ever. */
export function refuseEndlessRoot(
  caller: Token,
  type: string,
  ttl: number,
): void {
  if (type === 'batch') throw badRequest('batch tokens cannot be root tokens');
  if (ttl === 0 && caller.expiresAt !== undefined) {
    throw badRequest(
      'expiring root tokens cannot create non-expiring root tokens',
    );
  }
}
