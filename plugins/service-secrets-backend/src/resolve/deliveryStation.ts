import {
  DeliveryMethod,
  ttlWords,
} from 'backstage-plugin-service-secrets-common';

import { DeliveryView } from './DeliveryIntent';
import { Station } from './Station';

/** The ways of delivery by the names people use. */
const methodWords: Readonly<Record<DeliveryMethod, string>> = {
  'agent-injector': 'agent injector',
  vso: 'Vault Secrets Operator',
  eso: 'External Secrets',
  csi: 'Secrets Store CSI',
};

function leaseFacts({ resource, intent }: DeliveryView): string[] {
  if (intent.leasesPer === 'pod') return ['1 lease per pod'];
  if (resource.refreshSeconds === undefined) return ['1 lease'];
  return resource.refreshSeconds > 0
    ? [`new login every ${ttlWords(resource.refreshSeconds)}`]
    : ['one login, never renewed'];
}

/** The object that delivers in place of the pods. */
export function deliveryStation(
  delivery: DeliveryView,
  leased: boolean,
): Station {
  const { resource, name } = delivery;
  return {
    kind: 'delivery',
    name,
    shown: resource.name,
    label: resource.kind,
    facts: [
      methodWords[resource.operator],
      ...(leased ? leaseFacts(delivery) : []),
    ],
    source: 'deliveries',
    known: true,
  };
}
