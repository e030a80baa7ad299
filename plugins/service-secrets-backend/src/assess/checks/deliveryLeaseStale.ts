import { durationWords } from 'backstage-plugin-service-secrets-common';

import { isRead } from '../../collect/SourceResult';
import { DeliveryView } from '../../resolve/DeliveryIntent';
import { Check, CheckInput } from '../Check';
import { perDelivery } from '../deliveries';
import { credsPath, deliveryPlace } from '../places';

/** Whether Vault lists all leases of what the object reads, but not the one the operator says it holds. */
function isGone(
  { resource, intent }: DeliveryView,
  { view, now, thresholds }: CheckInput,
): boolean {
  const { lease, lastSyncedAt } = resource.status;
  if (!lease || !lastSyncedAt || !isRead(view.leases)) return false;
  const age = now.getTime() - lastSyncedAt.getTime();
  // A lease of a moment ago may be younger than the list.
  if (!view.leasesAreCurrent || age < thresholds.podStartMs) return false;
  const listed = view.leases.find(({ at }) =>
    intent.paths.includes(credsPath(at)),
  );
  return (
    listed !== undefined &&
    listed.looked === listed.total &&
    listed.leases.every(row => row.lease.id !== lease.id)
  );
}

function reasonOf(
  delivery: DeliveryView,
  input: CheckInput,
): string | undefined {
  const { lease } = delivery.resource.status;
  const endsAt = lease?.endsAt;
  const late = endsAt ? input.now.getTime() - endsAt.getTime() : 0;
  if (late > 0) {
    return `ended ${durationWords(late / 1000)} ago and was not renewed`;
  }
  return isGone(delivery, input) ? 'is no longer known to Vault' : undefined;
}

/** The credential an operator delivered belongs to a lease that has ended. */
export const deliveryLeaseStale: Check = input =>
  perDelivery(input, delivery => {
    const reason = reasonOf(delivery, input);
    if (reason === undefined) return [];
    return [
      {
        subject: deliveryPlace(delivery),
        message: `The lease \`${delivery.name}\` holds ${reason}.`,
      },
    ];
  });
