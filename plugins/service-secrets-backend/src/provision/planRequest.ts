import {
  PlanFile,
  PlannedChange,
  ProvisionPlan,
  RenderTarget,
} from 'backstage-plugin-service-secrets-common';
import {
  compare,
  deliveryNotes,
  desiredDigest,
  diff,
  renderFor,
} from 'backstage-plugin-service-secrets-node';

import { Admitted } from './Admission';
import { describeChange } from './describeChange';
import { ProvisionConfig } from './ProvisionConfig';

/** What apply would do. Without an identity of ours in Vault nothing is compared: everything is then shown as new. */
async function changesOf({
  request,
  desired,
  place,
}: Admitted): Promise<PlannedChange[]> {
  const { provisioner } = place.instance;
  if (provisioner) {
    const changes = await compare(request.entityRef, desired, provisioner);
    return changes.map(describeChange);
  }
  const nothing = {
    objects: new Map(desired.vault.map(object => [object, undefined])),
    allowedRoles: new Map(desired.allowedRoles.map(role => [role, []])),
  };
  return diff(request.entityRef, nothing).map(describeChange);
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

/** A plan for a reviewer: what would change, the manifests, and what else to know. Writes nothing. */
export async function planRequest(
  admitted: Admitted,
  config: ProvisionConfig,
): Promise<ProvisionPlan> {
  const { request, spec, desired } = admitted;
  return {
    entityRef: request.entityRef,
    environment: request.environment,
    mode: config.mode,
    digest: desiredDigest(desired),
    changes: await changesOf(admitted),
    files: renderFor('manifests', spec, desired),
    notes: notesOf(admitted, config),
  };
}

/** A plan as files for a pipeline. Asks Vault nothing. */
export function renderRequest(
  { spec, desired }: Admitted,
  target: RenderTarget,
): { files: PlanFile[] } {
  return { files: renderFor(target, spec, desired) };
}
