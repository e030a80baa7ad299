import { AuthGrant } from '../../Engine';
import { VaultProblem } from '../../VaultProblem';
import { textField } from '../../engines/fields';
import { globMatches } from '../../engines/glob';
import { Call } from '../../engines/routes';
import { badRequest, barePermissionDenied, reasonOf } from '../../problems';
import { addressAllowed } from '../../token/cidr';
import { grantOf } from '../tokenParameters';
import {
  checkClaims,
  checkSignature,
  readClaims,
  ServiceAccountClaims,
} from './claims';
import { effectiveAccess, KubernetesConfig } from './config';
import { KubernetesRole, selectorLabels } from './role';
import { ClusterAccess, namespaceLabels, reviewToken } from './tokenReview';

/** What a login is checked against. */
export interface LoginContext {
  readonly config?: KubernetesConfig;
  readonly roleNamed: (name: string) => KubernetesRole | undefined;
}

interface Attempt {
  readonly roleName: string;
  readonly role: KubernetesRole;
  readonly config: KubernetesConfig;
  readonly jwt: string;
  readonly access: ClusterAccess & { readonly ownReviewer: boolean };
}

async function readAttempt(call: Call, context: LoginContext) {
  const roleName = textField(call.data, 'role');
  const jwt = textField(call.data, 'jwt');
  if (!roleName) throw badRequest('missing role');
  if (!jwt) throw badRequest('missing jwt');
  const role = context.roleNamed(roleName);
  if (!role) throw badRequest(`invalid role name "${roleName}"`);
  if (!addressAllowed(role.token.boundCidrs, call.request.remoteAddress)) {
    throw barePermissionDenied();
  }
  const { config } = context;
  if (!config) {
    throw new VaultProblem(500, 'could not load backend configuration');
  }
  const access = await effectiveAccess(config, jwt);
  return { roleName, role, jwt, config, access };
}

function checkedClaims(attempt: Attempt, now: number): ServiceAccountClaims {
  const { config, role, jwt } = attempt;
  const claims = readClaims(jwt);
  if (config.pemKeys.length > 0) checkSignature(jwt, config.pemKeys);
  checkClaims(claims, {
    issuer: config.disableIssValidation ? undefined : config.issuer,
    audience: role.audience,
    now,
  });
  return claims;
}

async function selectorMatches(attempt: Attempt, namespace: string) {
  const { access, role } = attempt;
  if (!access.ownReviewer) {
    throw new Error(
      'namespace lookup failed: TokenReviewer JWT needs to be configured to use namespace selectors',
    );
  }
  const labels = await namespaceLabels(access, namespace);
  const wanted = Object.entries(selectorLabels(role.namespaceSelector) ?? {});
  return wanted.every(([key, value]) => labels[key] === value);
}

async function checkNamespace(
  attempt: Attempt,
  namespace: string,
): Promise<void> {
  const { role } = attempt;
  if (role.namespaces.some(pattern => globMatches(pattern, namespace))) return;
  if (role.namespaceSelector === '') {
    throw new VaultProblem(403, 'namespace not authorized');
  }
  const matches = await selectorMatches(attempt, namespace).catch(
    (error: unknown) => {
      throw new VaultProblem(
        403,
        `namespace not authorized err=${reasonOf(error)}`,
      );
    },
  );
  if (!matches) throw new VaultProblem(403, 'namespace not authorized');
}

function grantFor(
  attempt: Attempt,
  claims: ServiceAccountClaims,
  mountPath: string,
): AuthGrant {
  const { role, roleName } = attempt;
  const account = {
    service_account_name: claims.name,
    service_account_namespace: claims.namespace,
    service_account_secret_name: claims.secretName,
    service_account_uid: claims.uid,
  };
  const byName = role.aliasNameSource === 'serviceaccount_name';
  const mount = mountPath.replace(/\/$/, '').replace(/\//g, '-');
  return {
    ...grantOf(role.token),
    displayName: `${mount}-${claims.namespace}-${claims.name}`,
    metadata: { role: roleName, ...account },
    internal: { role: roleName },
    alias: {
      name: byName ? `${claims.namespace}/${claims.name}` : claims.uid,
      metadata: account,
    },
  };
}

/** The checks of a login in Vault's order; the first refusal is the answer. */
export async function login(
  call: Call,
  context: LoginContext,
): Promise<AuthGrant> {
  const attempt = await readAttempt(call, context);
  const now = call.request.lifetimes?.now ?? Date.now();
  const claims = checkedClaims(attempt, now);
  const { role } = attempt;
  if (!role.names.some(pattern => globMatches(pattern, claims.name))) {
    throw new VaultProblem(403, 'service account name not authorized');
  }
  await checkNamespace(attempt, claims.namespace);
  if (claims.uid === '') {
    throw new VaultProblem(500, 'could not parse UID from claims');
  }
  // The caller learns nothing about why the cluster refused, as with Vault.
  await reviewToken(attempt.access, {
    jwt: attempt.jwt,
    claims,
    audience: role.audience,
  }).catch(() => {
    throw barePermissionDenied();
  });
  return grantFor(attempt, claims, call.request.mount.path);
}
