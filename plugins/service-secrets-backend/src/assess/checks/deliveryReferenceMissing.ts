import { isRead } from '../../collect/SourceResult';
import { DeliveryView } from '../../resolve/DeliveryIntent';
import { ServiceView, WorkloadView } from '../../resolve/ServiceView';
import { Check, Problem } from '../Check';
import { accountLink, deliveryAccountLink, deliveryPlace } from '../places';

function missingReferences(
  { binding }: ServiceView,
  delivery: DeliveryView,
): Problem[] {
  return delivery.missing.map(({ by, kind, name }) => ({
    subject: deliveryPlace(delivery),
    message: `\`${by}\` refers to ${kind} \`${name}\`, which ${
      kind === 'ClusterSecretStore'
        ? 'the cluster'
        : `namespace \`${binding.namespace}\``
    } does not have.`,
    remedy: `Create ${kind} \`${name}\`, or correct the reference in \`${by}\`.`,
    links: [deliveryAccountLink(delivery)],
  }));
}

function missingClasses(view: ServiceView, user: WorkloadView): Problem[] {
  const { found, unread } = view.deliveries;
  if (unread.includes('csi')) return [];
  const known = new Set(
    found
      .filter(({ resource }) => resource.kind === 'SecretProviderClass')
      .map(({ resource }) => resource.name),
  );
  return user.workload.providerClasses
    .filter(name => !known.has(name))
    .map(name => ({
      subject: { kind: 'workload', name: user.name },
      message: `\`${user.name}\` mounts SecretProviderClass \`${name}\`, which namespace \`${view.binding.namespace}\` does not have.`,
      remedy: `Create SecretProviderClass \`${name}\`, or correct the volume of the pods.`,
      links: [accountLink(user)],
    }));
}

/** What delivers a credential refers to an object that does not exist. */
export const deliveryReferenceMissing: Check = ({ view }) => {
  const { workloads, deliveries } = view;
  if (!isRead(workloads)) return 'unknown';
  const problems = [
    ...deliveries.found.flatMap(each => missingReferences(view, each)),
    ...workloads.flatMap(user => missingClasses(view, user)),
  ];
  return problems.length === 0 && deliveries.unread.length > 0
    ? 'unknown'
    : problems;
};
