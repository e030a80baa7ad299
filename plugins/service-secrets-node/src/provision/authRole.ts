import { DesiredFields } from './DesiredState';

const HOUR_SECONDS = 3600;
const ISSUER_TOKEN_SECONDS = 300;

/** Who logs in with a role, and with which policy. */
export interface AuthRoleInput {
  readonly serviceAccount: string;
  readonly namespace: string;
  readonly audience: string;
  readonly policy: string;
}

/**
 * The auth role of a service's pods. Vault revokes a lease with the token that
 * asked for it, so the token must not end first:
 * - it is periodic, without a max TTL: as long as it is renewed it lives, and
 *   the lease reaches its own max TTL instead of the token's;
 * - its period is at least the lease's default TTL, so that a credential whose
 *   reader logs in anew each time, or is away for a while, lives as long as
 *   its lease says;
 * - it is not longer, so that what a lost pod leaves behind ends by itself.
 */
export function podAuthRole(
  input: AuthRoleInput,
  leaseTtlSeconds = 0,
): DesiredFields {
  const period = Math.max(HOUR_SECONDS, leaseTtlSeconds);
  return {
    ...binding(input),
    token_ttl: period,
    token_max_ttl: 0,
    token_period: period,
  };
}

/** The auth role with which cert-manager signs: it logs in for every request, so its token is short. */
export function issuerAuthRole(input: AuthRoleInput): DesiredFields {
  return {
    ...binding(input),
    token_ttl: ISSUER_TOKEN_SECONDS,
    token_max_ttl: ISSUER_TOKEN_SECONDS,
    token_period: 0,
  };
}

function binding(input: AuthRoleInput): DesiredFields {
  return {
    // Lists, never comma-separated text: Vault splits text at commas after its parameter checks.
    bound_service_account_names: [input.serviceAccount],
    bound_service_account_namespaces: [input.namespace],
    // A selector lets in more namespaces than the list; named so that one somebody added shows, and goes.
    bound_service_account_namespace_selector: '',
    audience: input.audience,
    token_policies: [input.policy],
    token_type: 'default',
    token_num_uses: 0,
    token_explicit_max_ttl: 0,
    // The default policy lets a token renew and revoke itself, which an agent does.
    token_no_default_policy: false,
  };
}
