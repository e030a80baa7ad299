import type { Lease } from '../lease/Lease';
import type { Mount } from '../mounts/Mount';
import type { Identity } from '../policy/templating';

/** A token with its place in the tree. Times in milliseconds since the epoch, TTLs in seconds. */
export interface Token {
  readonly id: string;
  readonly accessor: string;
  readonly type: 'service' | 'batch';
  readonly policies: readonly string[];
  /** API path that created it: `auth/token/create`. */
  readonly path: string;
  readonly displayName: string;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly createdAt: number;
  readonly creationTtl: number;
  readonly explicitMaxTtl: number;
  readonly maxTtl: number;
  readonly role?: string;
  /** What was asked for where the role sets a limit of its own; lookups show this. */
  readonly asked?: { readonly period: number; readonly explicitMaxTtl: number };
  readonly boundCidrs: readonly string[];
  readonly identity?: Identity;
  /** The auth mount that asked for it, and what its role says at a renewal. */
  readonly login?: {
    readonly mount: Mount;
    readonly limits?: (
      expiresAt: (ttl: number) => number,
    ) => Promise<{ ttl: number; maxTtl: number; period?: number }>;
  };
  readonly children: Set<Token>;
  readonly leases: Set<Lease>;
  parent?: Token;
  renewable: boolean;
  period: number;
  /** Uses left; 0 is no limit, below 0 is used up. */
  usesLeft: number;
  /** Undefined for a token without end. */
  expiresAt?: number;
  lastRenewal?: number;
  /** The token's own lease; batch tokens and tokens without end have none. */
  lease?: Lease;
  revoked: boolean;
}
