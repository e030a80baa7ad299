import { accessFaults } from './faults/accessFaults';
import { catalogue } from './faults/catalogue';
import type { Fault, FaultSeed } from './faults/Fault';
import { inventory } from './faults/inventory';

/** The broken services with how they are brought about. */
export const faultSeeds: readonly FaultSeed[] = [
  catalogue,
  inventory,
  ...accessFaults,
];

/** The broken services, and what is broken in each. */
export const faults: readonly Fault[] = faultSeeds.map(
  ({ service, namespace, fault, sentence }) => ({
    service,
    namespace,
    fault,
    sentence,
  }),
);
