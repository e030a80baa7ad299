import type { Workload } from 'backstage-plugin-service-secrets-node';

import { DeliveryIntent, DeliveryView } from './DeliveryIntent';
import { InjectorIntent, pathsRead } from './readInjector';

/** Audiences of a token that nobody projected on purpose: those of the API server. */
export const defaultAudiences: readonly string[] = [
  'https://kubernetes.default.svc',
  'https://kubernetes.default.svc.cluster.local',
  'kubernetes.default.svc',
  'kubernetes',
];

function agentAudiences(
  { projectedAudiences }: Workload,
  { tokenVolume }: InjectorIntent,
): readonly string[] {
  if (tokenVolume === undefined) return defaultAudiences;
  const own = projectedAudiences[tokenVolume];
  return own === undefined ? [] : [own];
}

function agentIntent(
  workload: Workload,
  injector: InjectorIntent,
): DeliveryIntent {
  return {
    method: 'agent-injector',
    authRole: injector.role,
    authMount: injector.authMount,
    serviceAccount: workload.serviceAccount,
    audiences: agentAudiences(workload, injector),
    paths: pathsRead(injector),
    leasesPer: 'pod',
  };
}

/** Every way in which the pods of a workload get something from Vault, as far as it can be seen. */
export function intentsOf(
  workload: Workload,
  injector: InjectorIntent | undefined,
  deliveries: readonly DeliveryView[],
): DeliveryIntent[] {
  const name = `${workload.kind}/${workload.name}`;
  return [
    ...(injector ? [agentIntent(workload, injector)] : []),
    ...deliveries
      .filter(({ usedBy }) => usedBy.includes(name))
      .map(delivery => ({ ...delivery.intent, delivery })),
  ];
}
