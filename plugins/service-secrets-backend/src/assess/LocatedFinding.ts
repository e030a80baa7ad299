import { Finding } from 'backstage-plugin-service-secrets-common';

import { Link } from './Check';

/** A finding with the exact stations whose link it breaks. */
export interface LocatedFinding {
  readonly finding: Finding;
  readonly links: readonly Link[];
}
