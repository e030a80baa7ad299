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
 * The auth role of a service's pods. The token is periodic: a token with a
 * max TTL would end every lease with it, long before the lease's own max TTL.
 */
export function podAuthRole(input: AuthRoleInput): DesiredFields {
  return {
    ...binding(input),
    token_ttl: HOUR_SECONDS,
    token_max_ttl: 0,
    token_period: HOUR_SECONDS,
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
    audience: input.audience,
    token_policies: [input.policy],
    token_type: 'default',
    token_num_uses: 0,
  };
}
