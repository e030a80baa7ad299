import type { Mounted } from 'backstage-plugin-service-secrets-node';

import { DeliveryView } from '../resolve/DeliveryIntent';
import { policyFor } from '../resolve/policyFor';
import { mountedName, ServiceView, WorkloadView } from '../resolve/ServiceView';
import { Link, Place } from './Check';

/** The path that issues credentials of a dynamic role. */
export function credsPath({ mount, name }: Mounted): string {
  return `${mount}/creds/${name}`;
}

/** The path that serves the credentials of a static role. */
export function staticCredsPath({ mount, name }: Mounted): string {
  return `${mount}/static-creds/${name}`;
}

/** Every credential path the service claims. */
export function claimedPaths({ binding }: ServiceView): string[] {
  return [
    ...binding.databaseRoles.map(credsPath),
    ...binding.staticRoles.map(staticCredsPath),
  ];
}

/** The auth role's station. */
export function authRolePlace({ binding }: ServiceView): Place {
  return { kind: 'auth-role', name: mountedName(binding.authRole) };
}

/** A workload's station. */
export function workloadPlace(name: string): Place {
  return { kind: 'workload', name };
}

/** The station of an object that delivers in place of the pods. */
export function deliveryPlace({ name }: Pick<DeliveryView, 'name'>): Place {
  return { kind: 'delivery', name };
}

/** From an object that delivers to the account it logs in with. */
export function deliveryAccountLink(delivery: DeliveryView): Link {
  return {
    from: deliveryPlace(delivery),
    to: {
      kind: 'service-account',
      name: delivery.intent.serviceAccount ?? 'unknown',
    },
  };
}

/** From a workload to the account its pods run as. */
export function accountLink({ name, workload }: WorkloadView): Link {
  return {
    from: workloadPlace(name),
    to: { kind: 'service-account', name: workload.serviceAccount },
  };
}

/** From the accounts of the pods and of the operators to the auth role. */
export function loginLinks(view: ServiceView): Link[] {
  const accounts =
    view.workloads === 'unreadable'
      ? ['unknown']
      : view.workloads.map(({ workload }) => workload.serviceAccount);
  const operators = view.deliveries.found.flatMap(
    ({ intent }) => intent.serviceAccount ?? 'unknown',
  );
  return [...new Set([...accounts, ...operators])].map(name => ({
    from: { kind: 'service-account', name },
    to: authRolePlace(view),
  }));
}

/** From the auth role to the policy that should grant each path. */
export function policyLinks(
  view: ServiceView,
  paths: readonly string[],
): Link[] {
  const names = paths.map(path => policyFor(view, path));
  return [...new Set(names)].map(name => ({
    from: authRolePlace(view),
    to: { kind: 'policy', name },
  }));
}

/** From the policy to the database role. */
export function roleLink(view: ServiceView, at: Mounted, path: string): Link {
  return {
    from: { kind: 'policy', name: policyFor(view, path) },
    to: { kind: 'database-role', name: mountedName(at) },
  };
}

/** From a database role to its connection. */
export function connectionLink(at: Mounted, connection: string): Link {
  return {
    from: { kind: 'database-role', name: mountedName(at) },
    to: {
      kind: 'connection',
      name: mountedName({ mount: at.mount, name: connection }),
    },
  };
}
