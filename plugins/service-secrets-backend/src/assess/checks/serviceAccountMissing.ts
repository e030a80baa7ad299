import { isRead } from '../../collect/SourceResult';
import { Check } from '../Check';
import { accountLink } from '../places';

/** The service account of a workload does not exist. */
export const serviceAccountMissing: Check = ({ view }) => {
  const { workloads, serviceAccounts, binding } = view;
  if (!isRead(workloads) || !isRead(serviceAccounts)) return 'unknown';
  return workloads
    .filter(
      ({ workload }) => serviceAccounts[workload.serviceAccount] === false,
    )
    .map(user => ({
      subject: { kind: 'service-account', name: user.workload.serviceAccount },
      message: `\`${user.name}\` runs as service account \`${user.workload.serviceAccount}\`, which namespace \`${binding.namespace}\` does not have.`,
      links: [accountLink(user)],
    }));
};
