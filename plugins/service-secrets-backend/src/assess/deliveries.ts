import { DeliveryView } from '../resolve/DeliveryIntent';
import { CheckInput, Link, Problem, Verdict } from './Check';
import { deliveryPlace, workloadPlace } from './places';

/** Judges every object that delivers to the service; unknown when none fails and some could not be read. */
export function perDelivery(
  { view }: CheckInput,
  judge: (delivery: DeliveryView) => readonly Problem[],
): Verdict {
  const problems = view.deliveries.found.flatMap(judge);
  return problems.length === 0 && view.deliveries.unread.length > 0
    ? 'unknown'
    : problems;
}

/** From the workloads to the object that delivers to them. */
export function deliveredLinks(delivery: DeliveryView): Link[] {
  return delivery.usedBy.map(name => ({
    from: workloadPlace(name),
    to: deliveryPlace(delivery),
  }));
}
