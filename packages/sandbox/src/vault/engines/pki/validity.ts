import { badRequest } from '../../problems';
import { goDuration, rfc3339 } from '../../values/duration';
import { Lifetimes } from '../lifetimes';
import { LeafNotAfterBehavior } from './model';

/** How long a certificate is asked to live. */
export interface ValidityWish {
  /** Seconds from the request; 0 when absent. */
  readonly ttl: number;
  /** RFC 3339 from the request; empty when absent. */
  readonly notAfter: string;
  readonly roleTtl: number;
  readonly roleMaxTtl: number;
  readonly roleNotAfter: string;
  readonly notBeforeDuration: number;
}

/** When a certificate is valid, and what Vault says about having shortened it. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly warnings: string[];
}

function parsedDate(text: string): Date {
  const date = new Date(text);
  if (
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) ||
    Number.isNaN(date.getTime())
  ) {
    throw badRequest(
      `parsing time "${text}" as "2006-01-02T15:04:05Z07:00": cannot parse "${text}" as "2006"`,
    );
  }
  return date;
}

function checkAlone({ notAfter, ttl }: ValidityWish): void {
  parsedDate(notAfter);
  if (ttl === 0) return;
  throw badRequest(
    'Either ttl or not_after should be provided. Both should not be provided in the same request.',
  );
}

function wishedEnd(wish: ValidityWish, limits: Lifetimes) {
  if (wish.notAfter) checkAlone(wish);
  const fixed = wish.notAfter || (wish.ttl > 0 ? '' : wish.roleNotAfter);
  if (fixed) {
    return { notAfter: parsedDate(fixed), warnings: [] };
  }
  const ttl = wish.ttl || wish.roleTtl || limits.defaultTtl;
  const max = wish.roleMaxTtl || limits.maxTtl;
  const granted = Math.min(ttl, max);
  return {
    notAfter: new Date(limits.now + granted * 1000),
    warnings:
      ttl > max
        ? [
            `TTL "${goDuration(
              ttl,
            )}" is longer than permitted maxTTL "${goDuration(
              max,
            )}", so maxTTL is being used`,
          ]
        : [],
  };
}

/** The validity Vault gives for a wish, before the issuer's own end counts. */
export function wishedValidity(
  wish: ValidityWish,
  limits: Lifetimes,
): Validity {
  return {
    ...wishedEnd(wish, limits),
    notBefore: new Date(limits.now - wish.notBeforeDuration * 1000),
  };
}

/** Applies the issuer's rule to a certificate that would outlive it. */
export function withinIssuer(
  validity: Validity,
  issuerEnd: Date,
  rule: { behavior: LeafNotAfterBehavior; now: number },
): Validity {
  if (validity.notAfter <= issuerEnd || rule.behavior === 'permit') {
    return validity;
  }
  if (rule.behavior === 'err') {
    throw badRequest(
      `cannot satisfy request, as TTL would result in notAfter of ${rfc3339(
        validity.notAfter.getTime(),
      )} that is beyond the expiration of the CA certificate at ${rfc3339(
        issuerEnd.getTime(),
      )}`,
    );
  }
  if (issuerEnd.getTime() < rule.now) {
    throw badRequest(
      `cannot satisfy request, as NotAfter date ${rfc3339(
        issuerEnd.getTime(),
      )} is in the past`,
    );
  }
  return { ...validity, notAfter: issuerEnd };
}
