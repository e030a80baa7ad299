import { Link } from '@backstage/ui';
import { FleetTarget } from 'backstage-plugin-service-secrets-common';

import { targetKey } from '../../format/fleetText';
import { refName } from '../../format/fleetWords';
import { visibleText } from '../../format/visibleText';
import { useServiceLink } from '../../hooks/fleet/useServiceLink';
import { Secondary } from '../DataTable/Secondary';

/** A service with the people who own it. */
export interface OwnedService extends FleetTarget {
  readonly title: string;
  readonly owner?: string;
}

const SHOWN = 3;

/** One service by name, with a link to its secrets, and its owner. */
export function ServiceName({ service }: { readonly service: OwnedService }) {
  const { entityRef, environment, title, owner } = service;
  const page = useServiceLink()(entityRef);
  const name = visibleText(title);
  return (
    <>
      {page ? <Link href={`${page}/secrets`}>{name}</Link> : name}
      <Secondary>
        {environment ? ` ${visibleText(environment)}` : ''}
        {owner ? ` (${visibleText(refName(owner))})` : ' (unowned)'}
      </Secondary>
    </>
  );
}

/** Services and their owners; of many the first, and how many more. */
export function OwnedServices(props: {
  readonly services: readonly OwnedService[];
}) {
  const { services } = props;
  if (services.length === 0) return <>–</>;
  const rest = services.length - SHOWN;
  return (
    <>
      {services.slice(0, SHOWN).map(service => (
        <div key={targetKey(service)}>
          <ServiceName service={service} />
        </div>
      ))}
      {rest > 0 ? <Secondary block>and {rest} more</Secondary> : null}
    </>
  );
}
