import { isRead } from '../../collect/SourceResult';
import { DeliveryView } from '../../resolve/DeliveryIntent';
import { ServiceView, WorkloadView } from '../../resolve/ServiceView';
import { Check, Problem } from '../Check';
import { accountLink, deliveryAccountLink, deliveryPlace } from '../places';

function ofPods(view: ServiceView, user: WorkloadView): Problem {
  const { serviceAccount } = user.workload;
  return {
    subject: { kind: 'service-account', name: serviceAccount },
    message: `\`${user.name}\` runs as service account \`${serviceAccount}\`, which namespace \`${view.binding.namespace}\` does not have.`,
    links: [
      accountLink(user),
      // Without pods there is nothing to deliver to.
      ...view.deliveries.found
        .filter(({ usedBy }) => usedBy.includes(user.name))
        .map(delivery => ({
          from: accountLink(user).from,
          to: deliveryPlace(delivery),
        })),
    ],
  };
}

function ofOperator(view: ServiceView, delivery: DeliveryView): Problem {
  const account = delivery.intent.serviceAccount ?? '';
  return {
    subject: { kind: 'service-account', name: account },
    message: `\`${delivery.name}\` logs in with service account \`${account}\`, which namespace \`${view.binding.namespace}\` does not have.`,
    links: [deliveryAccountLink(delivery)],
  };
}

/** A service account that pods run as, or that an operator logs in with, does not exist. */
export const serviceAccountMissing: Check = ({ view }) => {
  const { workloads, serviceAccounts, deliveries } = view;
  if (!isRead(workloads) || !isRead(serviceAccounts)) return 'unknown';
  const isMissing = (name = '') => serviceAccounts[name] === false;
  const own = workloads.filter(({ workload }) =>
    isMissing(workload.serviceAccount),
  );
  const reported = new Set(own.map(({ workload }) => workload.serviceAccount));
  const operators = deliveries.found.filter(
    ({ intent }) =>
      isMissing(intent.serviceAccount) &&
      !reported.has(intent.serviceAccount ?? ''),
  );
  return [
    ...own.map(user => ofPods(view, user)),
    ...operators.map(delivery => ofOperator(view, delivery)),
  ];
};
