import { FleetFilter } from 'backstage-plugin-service-secrets-common';

import { fieldWords } from '../../format/fleetWords';

/** How many conditions a filter has. */
export function conditionCount(filter: FleetFilter): number {
  return Object.values(filter).flat().length;
}

/** What takes every condition away. */
export const noFilter = {
  text: undefined,
  ...Object.fromEntries(
    Object.keys(fieldWords).map(name => [name, undefined] as const),
  ),
};
