import { Link } from '@backstage/ui';

import { FleetParams } from '../../hooks/fleet/useFleetParams';

/** From a view of one service to the same of the fleet, and to the service. */
export function WayBack(props: {
  readonly params: FleetParams;
  /** What the same view of the whole fleet is called. */
  readonly ofAll: string;
}) {
  const { params, ofAll } = props;
  const of = params.get('of');
  if (!of) return null;
  const service = { view: 'services', of: undefined, row: of };
  return (
    <>
      <Link href={params.href(service)}>Back to the service</Link>
      <Link href={params.href({ of: undefined })}>{ofAll}</Link>
    </>
  );
}
