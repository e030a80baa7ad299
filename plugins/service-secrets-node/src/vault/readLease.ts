import type { Lease } from './VaultApi';
import type { VaultAnswer } from './VaultAnswer';

type Fields = Partial<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

/** A time, undefined when there is none, or `null` when it is something else. */
function toTime(value: unknown): Date | undefined | null {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') return null;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date;
}

function fieldsOf({ status, body }: VaultAnswer): Fields | undefined {
  if (status !== 200 || !isFields(body)) return undefined;
  return isFields(body.data) ? body.data : undefined;
}

/**
 * A lease as `leaseAnswer` of the schema reads it, a fifth of the time; `undefined`
 * for an answer the schema must judge.
 */
export function readLease(
  answer: VaultAnswer,
): Omit<Lease, 'readAt'> | undefined {
  const data = fieldsOf(answer);
  if (data === undefined) return undefined;
  const { id, renewable, ttl } = data;
  if (
    typeof id !== 'string' ||
    typeof renewable !== 'boolean' ||
    typeof ttl !== 'number' ||
    !Number.isFinite(ttl)
  ) {
    return undefined;
  }
  const issuedAt = toTime(data.issue_time);
  const expiresAt = toTime(data.expire_time);
  const lastRenewedAt = toTime(data.last_renewal);
  if (!issuedAt || expiresAt === null || lastRenewedAt === null) {
    return undefined;
  }
  return {
    id,
    issuedAt,
    expiresAt,
    lastRenewedAt,
    renewable,
    ttlSeconds: ttl,
  };
}
