import {
  authRoleName,
  EnvironmentClaim,
  ServiceBinding,
  VerifyResult,
} from 'backstage-plugin-service-secrets-common';

import { ReportService } from '../serve/ReportService';
import { toServiceReport } from '../serve/toApi';
import { Admitted } from './Admission';

/** What the service would claim in the catalog, made from its request. */
function claimOf({ request, spec, desired }: Admitted): EnvironmentClaim {
  const mounted = (kind: 'database-role' | 'static-role') =>
    desired.vault.flatMap(object =>
      object.kind === kind ? [{ mount: object.mount, name: object.name }] : [],
    );
  return {
    environment: request.environment,
    namespace: request.namespace,
    workloads: [{ name: request.name }],
    authRole: { mount: spec.authMount, name: authRoleName(spec) },
    databaseRoles: mounted('database-role'),
    staticRoles: mounted('static-role'),
    certificates: desired.manifests
      .filter(({ kind }) => kind === 'Certificate')
      .map(({ metadata }) => metadata.name),
  };
}

function patternsFor({ request, spec }: Admitted, claim: EnvironmentClaim) {
  const names = (list: EnvironmentClaim['databaseRoles']) =>
    list.map(({ mount, name }) => `${mount}/${name}`).join(', ');
  return [
    `owners: [${request.owner}]`,
    `namespaces: [${request.namespace}]`,
    `authRoles: [${spec.authMount}/${claim.authRole.name}]`,
    ...(claim.databaseRoles.length > 0
      ? [`databaseRoles: [${names(claim.databaseRoles)}]`]
      : []),
    ...(claim.staticRoles.length > 0
      ? [`staticRoles: [${names(claim.staticRoles)}]`]
      : []),
  ].join(', ');
}

function together(...lists: EnvironmentClaim['databaseRoles'][]) {
  const byPath = new Map(
    lists.flat().map(role => [`${role.mount ?? ''}/${role.name}`, role]),
  );
  return [...byPath.values()];
}

/** A request gives a service more; what it claims already in the same place, its pods still use. */
function withClaimed(
  claim: EnvironmentClaim,
  claimed: readonly EnvironmentClaim[],
): EnvironmentClaim {
  const same = claimed.filter(({ namespace, authRole }) => {
    return (
      namespace === claim.namespace && authRole.name === claim.authRole.name
    );
  });
  return {
    ...claim,
    databaseRoles: together(
      claim.databaseRoles,
      ...same.map(({ databaseRoles }) => databaseRoles),
    ),
    staticRoles: together(
      claim.staticRoles,
      ...same.map(({ staticRoles }) => staticRoles),
    ),
  };
}

/** What verifying needs. */
interface VerifyOptions {
  readonly reports: ReportService;
  /** What the service's entity says of this environment. */
  readonly claimed: readonly EnvironmentClaim[];
  readonly now: () => Date;
}

/**
 * Recomputes the path from pod to credential from what Vault and the cluster
 * hold, with the checks of the tab. The operator's rules must confirm the
 * binding like any other: what no rule covers, the tab would not show either.
 */
export async function verifyRequest(
  admitted: Admitted,
  { reports, claimed, now }: VerifyOptions,
): Promise<VerifyResult> {
  const { entityRef, owner } = admitted.request;
  const claim = withClaimed(claimOf(admitted), claimed);
  const binding: ServiceBinding = {
    entityRef,
    owners: [owner],
    claims: [claim],
  };
  const state = await reports.read(binding, { fresh: true });
  const { status, environments, denied } = toServiceReport(state, now());
  if (denied.length > 0) {
    const [{ reason }] = denied;
    return {
      health: 'unknown',
      sentence: `${reason} A rule under serviceSecrets.bindings.rules that would: { ${patternsFor(
        admitted,
        claim,
      )} }`,
      findings: [],
    };
  }
  const { health, sentence, detail } = status;
  return {
    health,
    sentence: detail ? `${sentence} ${detail}` : sentence,
    findings: environments.flatMap(({ findings }) => findings),
  };
}
