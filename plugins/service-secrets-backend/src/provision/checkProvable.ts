import { ConflictError } from '@backstage/errors';
import { policyName } from 'backstage-plugin-service-secrets-common';
import { compare, isOwnedBy } from 'backstage-plugin-service-secrets-node';

import { Admitted } from './Admission';
import { namespaceFor, refOf } from './manifestSteps';
import { clusterProvisionerOf, provisionerOf } from './Places';

function refuse(reasons: readonly string[]): void {
  if (reasons.length === 0) return;
  throw new ConflictError(`Nothing was proved. ${reasons.join('; ')}`);
}

/** What Vault holds under the names of the request has to be there and be this service's. */
async function checkVault({
  request,
  spec,
  desired,
  place,
}: Admitted): Promise<void> {
  const policy = policyName(spec);
  const isPolicy = ({ kind, name }: { kind: string; name?: string }) =>
    kind === 'policy' && name === policy;
  refuse(
    desired.vault.some(isPolicy)
      ? []
      : ['The request asks for nothing that its pods log in to Vault for'],
  );
  const changes = await compare(request, desired, provisionerOf(place));
  refuse(
    changes.flatMap(({ action, reason = '' }) =>
      action === 'conflict' ? [reason] : [],
    ),
  );
  const isThere = changes.some(
    ({ object, action }) =>
      object.kind === 'policy' && isPolicy(object) && action !== 'create',
  );
  refuse(
    isThere
      ? []
      : [
          `Policy ${policy} does not exist: provision the service before it is proved`,
        ],
  );
}

/** A token is asked for in the name of a service account that says whose it is. */
async function checkCluster({ request, spec, place }: Admitted): Promise<void> {
  const cluster = clusterProvisionerOf(place);
  const { entityRef, namespace } = request;
  const { serviceAccount: name } = spec;
  const home = await cluster.owner(refOf(namespaceFor(entityRef, namespace)));
  refuse(
    home.entityRef === undefined || home.entityRef === entityRef
      ? []
      : [`Namespace ${namespace} belongs to another service`],
  );
  const account = await cluster.owner({
    ...{ apiVersion: 'v1', kind: 'ServiceAccount' },
    ...{ namespace, name },
  });
  refuse(
    account.exists && isOwnedBy(request, account)
      ? []
      : [
          `Service account ${namespace}/${name} ${
            account.exists ? 'does not name this service' : 'does not exist'
          }: apply the manifests of the plan first`,
        ],
  );
}

/**
 * Throws unless everything a live proof would use is this service's own. A
 * proof acts as the service, so a request that only happens to fit the offers
 * must not be enough to act as another one.
 */
export async function checkProvable(admitted: Admitted): Promise<void> {
  await checkVault(admitted);
  await checkCluster(admitted);
}
