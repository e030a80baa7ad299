import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';

import { isRead } from '../collect/SourceResult';
import { LeaseView, RoleLeasesView, ServiceView } from '../resolve/ServiceView';
import { ServiceState } from '../serve/ReportService';

/** The environment of a service that an operation names. */
export function viewOf(
  { environments }: ServiceState,
  name: string,
): ServiceView {
  const found = environments.find(
    ({ view }) => view.binding.environment === name,
  );
  if (!found) {
    throw new NotFoundError(
      'The service is not bound to that environment, or its binding is not allowed',
    );
  }
  return found.view;
}

/** The leases of an environment by role; throws when they could not be read. */
export function rolesOf({
  binding,
  leases,
}: ServiceView): readonly RoleLeasesView[] {
  if (isRead(leases)) return leases;
  throw new ServiceUnavailableError(
    `The leases of environment ${binding.environment} could not be read, so none is changed; the report says why`,
  );
}

/** Every lease of an environment that was looked up. */
export function leasesOf(view: ServiceView): LeaseView[] {
  return rolesOf(view).flatMap(({ leases }) => leases);
}
