import type {
  DeliveryReference,
  DeliveryResource,
  KubernetesApi,
  Mounted,
  SecretOperator,
} from 'backstage-plugin-service-secrets-node';

import { EnvironmentBinding } from '../../bind/EnvironmentBinding';
import { describeFailure, SourceFailure } from '../failure';
import { isRead, Read } from '../SourceResult';
import { WorkloadsAnswer } from './workloads';

/** What each operator should deliver to the service, with the objects that needs; none when it is not installed. */
export type DeliveriesAnswer = Readonly<
  Record<SecretOperator, Read<readonly DeliveryResource[]>>
>;

type Answered = Read<readonly DeliveryResource[]>;

interface Attempt {
  readonly read: Answered;
  readonly error?: unknown;
}

function claimedPaths(binding: EnvironmentBinding): string[] {
  const paths = (verb: string, roles: readonly Mounted[]) =>
    roles.map(({ mount, name }) => `${mount}/${verb}/${name}`);
  return [
    ...paths('creds', binding.databaseRoles),
    ...paths('static-creds', binding.staticRoles),
  ];
}

/** The objects one needs that exist, with what those need. */
function neededBy(
  resource: DeliveryResource,
  all: readonly DeliveryResource[],
): DeliveryResource[] {
  const is = (reference: DeliveryReference) => (other: DeliveryResource) =>
    reference.namespace === undefined &&
    other.kind === reference.kind &&
    other.name === reference.name;
  return resource.needs.flatMap(reference => {
    const found = all.find(is(reference));
    return found ? [found, ...neededBy(found, all)] : [];
  });
}

/** Those whose Secret or class a workload uses, or that read what the service claims; others of the namespace are not its business. */
function ours(
  all: readonly DeliveryResource[],
  binding: EnvironmentBinding,
  { workloads }: WorkloadsAnswer,
): DeliveryResource[] {
  const secrets = new Set(
    workloads.flatMap(({ mountedSecrets, environmentSecrets }) => [
      ...mountedSecrets,
      ...environmentSecrets,
    ]),
  );
  const classes = new Set(
    workloads.flatMap(({ providerClasses }) => providerClasses),
  );
  const claimed = new Set(claimedPaths(binding));
  const kept = new Set<DeliveryResource>();
  for (const resource of all) {
    const { kind, name } = resource;
    const needed = neededBy(resource, all);
    const isEntry =
      kind === 'SecretProviderClass' || resource.secrets.length > 0;
    const isUsed =
      resource.secrets.some(secret => secrets.has(secret)) ||
      (kind === 'SecretProviderClass' && classes.has(name));
    const isClaimed = [resource, ...needed].some(({ paths }) =>
      paths.some(path => claimed.has(path)),
    );
    if (isEntry && (isUsed || isClaimed)) {
      for (const each of [resource, ...needed]) kept.add(each);
    }
  }
  return [...kept];
}

function failureOf(
  attempts: readonly Attempt[],
  target: string,
): SourceFailure | undefined {
  const failures = attempts
    .filter(({ read }) => !isRead(read))
    .map(({ error }) => describeFailure(error, target));
  const [first] = failures;
  if (!first) return undefined;
  const rules = failures.flatMap(({ missingRule }) => missingRule ?? []);
  // One refresh should do, not one for each operator.
  return rules.length > 1 ? { ...first, missingRule: rules.join('\n') } : first;
}

/** What should the operators of the cluster deliver to the service? Each may be kept from the reader on its own. */
export async function askDeliveries(
  { api, target }: { api: KubernetesApi; target: string },
  binding: EnvironmentBinding,
  workloads: WorkloadsAnswer,
): Promise<{ data: DeliveriesAnswer; partial?: SourceFailure }> {
  const attempt = async (operator: SecretOperator): Promise<Attempt> => {
    try {
      const all = await api.deliveryResources(binding.namespace, operator);
      return { read: ours(all ?? [], binding, workloads) };
    } catch (error) {
      return { read: 'unreadable', error };
    }
  };
  const attempts = await Promise.all([
    attempt('vso'),
    attempt('eso'),
    attempt('csi'),
  ]);
  const [vso, eso, csi] = attempts;
  // Nothing was read at all: an older answer may do.
  const isAway = attempts.every(({ read }) => !isRead(read));
  const partial = failureOf(attempts, target);
  if (isAway && partial?.code !== 'denied') throw vso.error;
  return { data: { vso: vso.read, eso: eso.read, csi: csi.read }, partial };
}
