import { randomUUID } from 'node:crypto';

import { Lease } from '../lease/Lease';
import { Token } from '../token/Token';

/** Vault's response envelope, request id included. */
export interface Envelope {
  request_id: string;
  lease_id: string;
  renewable: boolean;
  lease_duration: number;
  data: Record<string, unknown> | null;
  wrap_info: Record<string, unknown> | null;
  warnings: string[] | null;
  auth: Record<string, unknown> | null;
  mount_type: string;
}

/** Old system paths whose data also appears at the top of the envelope. */
const injected =
  /^sys\/(?:audit|audit-hash\/.*|auth(?:\/.*)?|capabilities(?:-accessor|-self)?|key-status|mounts(?:\/.*)?|policy(?:\/.*)?|remount|rotate|wrapping\/wrap)\/?$/;

/** An envelope around nothing. */
export function emptyEnvelope(mountType: string): Envelope {
  return {
    request_id: randomUUID(),
    lease_id: '',
    renewable: false,
    lease_duration: 0,
    data: null,
    wrap_info: null,
    warnings: null,
    auth: null,
    mount_type: mountType,
  };
}

/** The lease fields of an envelope. */
export function leaseFields(
  lease: Lease,
  now: number,
): Pick<Envelope, 'lease_id' | 'renewable' | 'lease_duration'> {
  return {
    lease_id: lease.id,
    renewable: lease.renewable,
    lease_duration: Math.max(Math.round((lease.expiresAt - now) / 1000), 0),
  };
}

/** The lease fields of a renewal's answer. */
export function renewedFields(renewed: {
  id: string;
  renewable: boolean;
  ttl: number;
}): Pick<Envelope, 'lease_id' | 'renewable' | 'lease_duration'> {
  return {
    lease_id: renewed.id,
    renewable: renewed.renewable,
    lease_duration: renewed.ttl,
  };
}

/** Seconds a token has left; 0 when it has no end. */
export function secondsLeft(token: Token, now: number): number {
  if (token.expiresAt === undefined) return 0;
  return Math.max(Math.round((token.expiresAt - now) / 1000), 0);
}

/** The `auth` block of a login, a token creation or a token renewal. */
export function authFields(token: Token, now: number): Record<string, unknown> {
  return {
    client_token: token.id,
    accessor: token.accessor,
    policies: token.policies,
    token_policies: token.policies,
    metadata: token.metadata,
    lease_duration: secondsLeft(token, now),
    renewable: token.renewable,
    entity_id: token.identity?.id ?? '',
    token_type: token.type,
    orphan: token.parent === undefined,
    mfa_requirement: null,
    num_uses: token.usesLeft,
  };
}

/** The body of a reply: some old paths repeat their data beside the envelope. */
export function envelopeBody(envelope: Envelope, path: string): object {
  return injected.test(path) ? { ...envelope.data, ...envelope } : envelope;
}
