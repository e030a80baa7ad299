import { certificateChains } from './certificateChains';
import { databaseChains } from './databaseChains';
import { ServiceView } from './ServiceView';
import { Chain } from './Station';

/** The chains of a service, from each pod template to each credential it should get. */
export function resolveChains(view: ServiceView): Chain[] {
  return [...databaseChains(view), ...certificateChains(view)];
}
