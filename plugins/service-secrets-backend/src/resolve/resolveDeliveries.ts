import type {
  DeliveryReference,
  DeliveryResource,
  SecretOperator,
  Workload,
} from 'backstage-plugin-service-secrets-node';

import { isRead, Read } from '../collect/SourceResult';
import { DeliveriesAnswer } from '../collect/sources/deliveries';
import { DeliveryIntent, deliveryName, DeliveryView } from './DeliveryIntent';

/** What operators deliver to a service. */
export interface DeliveriesView {
  readonly found: readonly DeliveryView[];
  /** Operators whose objects could not be read: what they deliver is not known. */
  readonly unread: readonly SecretOperator[];
}

const operators: readonly SecretOperator[] = ['vso', 'eso', 'csi'];

function find(
  all: readonly DeliveryResource[],
  { kind, name, namespace }: DeliveryReference,
): DeliveryResource | undefined {
  return namespace === undefined
    ? all.find(other => other.kind === kind && other.name === name)
    : undefined;
}

function supportsOf(
  resource: DeliveryResource,
  all: readonly DeliveryResource[],
): DeliveryResource[] {
  return resource.needs.flatMap(reference => {
    const found = find(all, reference);
    return found ? [found, ...supportsOf(found, all)] : [];
  });
}

/** Of another namespace nothing is read, so nothing there is missing either. */
function missingOf(
  resource: DeliveryResource,
  all: readonly DeliveryResource[],
): DeliveryView['missing'] {
  return [resource, ...supportsOf(resource, all)].flatMap(each =>
    each.needs
      .filter(({ namespace }) => namespace === undefined)
      .filter(reference => !find(all, reference))
      .map(reference => ({ ...reference, by: deliveryName(each) })),
  );
}

function usedBy(
  { kind, name, secrets }: DeliveryResource,
  workloads: readonly Workload[],
): string[] {
  return workloads
    .filter(
      ({ mountedSecrets, environmentSecrets, providerClasses }) =>
        (kind === 'SecretProviderClass' && providerClasses.includes(name)) ||
        secrets.some(
          secret =>
            mountedSecrets.includes(secret) ||
            environmentSecrets.includes(secret),
        ),
    )
    .map(workload => `${workload.kind}/${workload.name}`);
}

function pathsOf(
  resource: DeliveryResource,
  supports: readonly DeliveryResource[],
): string[] {
  const store = supports.find(({ keysBelow }) => keysBelow !== undefined);
  const below = store?.keysBelow;
  return [
    ...resource.paths,
    ...supports.flatMap(({ paths }) => paths),
    ...(below === undefined ? [] : resource.keys.map(key => `${below}/${key}`)),
  ];
}

/** The pods' own account where the object names none, as with the CSI provider. */
function accountOf(
  resource: DeliveryResource,
  named: string | undefined,
  users: readonly Workload[],
): string | undefined {
  if (named !== undefined || resource.operator !== 'csi') return named;
  return users.at(0)?.serviceAccount;
}

function intentOf(
  resource: DeliveryResource,
  supports: readonly DeliveryResource[],
  users: readonly Workload[],
): DeliveryIntent {
  const login = [resource, ...supports].find(each => each.login)?.login;
  return {
    method: resource.operator,
    authRole: login?.authRole,
    authMount: login?.authMount,
    serviceAccount: accountOf(resource, login?.serviceAccount, users),
    audiences:
      login && login.audiences.length > 0 ? login.audiences : undefined,
    paths: pathsOf(resource, supports),
    leasesPer: resource.operator === 'csi' ? 'pod' : 'object',
  };
}

function isEntry({ kind, secrets }: DeliveryResource): boolean {
  return kind === 'SecretProviderClass' || secrets.length > 0;
}

function viewOf(
  resource: DeliveryResource,
  all: readonly DeliveryResource[],
  workloads: readonly Workload[],
): DeliveryView {
  const supports = supportsOf(resource, all);
  const names = usedBy(resource, workloads);
  const users = workloads.filter(({ kind, name }) =>
    names.includes(`${kind}/${name}`),
  );
  return {
    name: deliveryName(resource),
    resource,
    supports,
    missing: missingOf(resource, all),
    usedBy: names,
    intent: intentOf(resource, supports, users),
  };
}

/** Joins the objects of operators with what they need and with the workloads that use what they deliver. */
export function resolveDeliveries(
  answer: Read<DeliveriesAnswer>,
  workloads: readonly Workload[],
): DeliveriesView {
  if (!isRead(answer)) return { found: [], unread: operators };
  const found = operators
    .map(operator => answer[operator])
    .filter(isRead)
    .flatMap(all =>
      all.filter(isEntry).map(each => viewOf(each, all, workloads)),
    );
  return {
    found,
    unread: operators.filter(operator => !isRead(answer[operator])),
  };
}
