import { ConflictError } from '@backstage/errors';
import {
  PlanFile,
  ProvisionPlan,
  RenderTarget,
} from 'backstage-plugin-service-secrets-common';
import {
  Change,
  compare,
  deliveryNotes,
  desiredDigest,
  diff,
  keptPaths,
  planNotes,
  renderFor,
} from 'backstage-plugin-service-secrets-node';

import { Admitted } from './Admission';
import { describeChange } from './describeChange';
import { findManifests } from './manifestSteps';
import { readPlanFacts } from './planFacts';
import { ProvisionConfig } from './ProvisionConfig';

/** What apply would do. Without an identity of ours in Vault nothing is compared: everything is then shown as new. */
async function changesOf({
  request,
  desired,
  place,
}: Admitted): Promise<Change[]> {
  const { provisioner } = place.instance;
  if (provisioner) return compare(request, desired, provisioner);
  const nothing = {
    objects: new Map(desired.vault.map(object => [object, undefined])),
    allowedRoles: new Map(desired.allowedRoles.map(role => [role, []])),
  };
  return diff(request, nothing);
}

/** A request takes nothing away; what the service keeps from before is said. */
function keptNotes({ desired }: Admitted, changes: readonly Change[]) {
  return changes.flatMap(({ object, action }) => {
    if (action === 'conflict') return [];
    const before = desired.vault.find(
      ({ kind, name }) => kind === 'policy' && name === nameOf(object),
    );
    if (object.kind !== 'policy' || before?.kind !== 'policy') return [];
    const kept = keptPaths(before, object);
    return kept.length === 0
      ? []
      : [
          `The service keeps what earlier requests gave it: ${kept.join(
            ', ',
          )}. Retire it to take everything away.`,
        ];
  });
}

function nameOf(object: Change['object']): string | undefined {
  return object.kind === 'policy' ? object.name : undefined;
}

function notesOf({ spec, place }: Admitted, config: ProvisionConfig): string[] {
  const { instance } = place;
  return [
    ...deliveryNotes(spec),
    ...(config.mode === 'plan-only'
      ? [
          'The operator lets Backstage write nothing (serviceSecrets.provision.mode is plan-only): hand the files to a pipeline.',
        ]
      : []),
    ...(instance.provisioner
      ? []
      : [
          `Not compared with Vault ${instance.name}, because no identity is configured that could: what exists already is shown as new.`,
        ]),
  ];
}

/** What in the cluster would stop the manifests; an unreachable cluster stops no review. */
async function clusterNotes(
  { request, desired, place }: Admitted,
  { applyManifests, createNamespaces }: ProvisionConfig,
): Promise<string[]> {
  const cluster = place.cluster.provisioner;
  if (!applyManifests || !cluster) return [];
  const { namespace } = request;
  try {
    const found = await findManifests(desired.manifests, {
      ...{ cluster, owner: request, namespace, createNamespaces },
    });
    return found.some(({ manifest }) => manifest.kind === 'Namespace')
      ? [
          `Namespace ${namespace} is made for this service. It stays when the run is undone or the service is retired: nothing here removes a namespace.`,
        ]
      : [];
  } catch (error) {
    return error instanceof ConflictError
      ? [
          `The manifests cannot be applied: ${error.message.replace(
            'Nothing was written. ',
            '',
          )}.`,
        ]
      : ['Not compared with the cluster, which could not be read.'];
  }
}

/** A plan for a reviewer: what would change, the manifests, and what else to know. Writes nothing. */
export async function planRequest(
  admitted: Admitted,
  { config, now }: { readonly config: ProvisionConfig; readonly now: Date },
): Promise<ProvisionPlan> {
  const { request, spec, desired } = admitted;
  const grants =
    spec.database && config.profiles.get(spec.database.profile)?.grants;
  const [changes, facts, inCluster] = await Promise.all([
    changesOf(admitted),
    readPlanFacts(admitted, { grants, now }),
    clusterNotes(admitted, config),
  ]);
  return {
    entityRef: request.entityRef,
    environment: request.environment,
    mode: config.mode,
    digest: desiredDigest(desired),
    changes: changes.map(describeChange),
    files: renderFor('manifests', spec, desired),
    notes: [
      ...planNotes(spec, facts),
      ...keptNotes(admitted, changes),
      ...inCluster,
      ...notesOf(admitted, config),
    ],
  };
}

/** A plan as files for a pipeline. Asks Vault nothing. */
export function renderRequest(
  { spec, desired }: Admitted,
  target: RenderTarget,
): { files: PlanFile[] } {
  return { files: renderFor(target, spec, desired) };
}
