import { isRead, Read } from '../collect/SourceResult';
import { DeliveryIntent } from '../resolve/DeliveryIntent';
import { defaultAudiences } from '../resolve/intentsOf';
import { ServiceView, WorkloadView } from '../resolve/ServiceView';
import { Place } from './Check';
import { deliveryPlace, workloadPlace } from './places';

/** A login to Vault with a service account, for the service. */
export interface Login {
  /** Who asks for it: a workload, or the object an operator logs in for. */
  readonly by: Place;
  readonly serviceAccount: string;
  /** Audiences of its token; absent when they cannot be seen. */
  readonly offered?: readonly string[];
}

/** The pods of a workload to which nothing is seen to be delivered: they may log in by themselves. */
function ownLogin({ name, workload }: WorkloadView): Login {
  return {
    by: workloadPlace(name),
    serviceAccount: workload.serviceAccount,
    offered: [
      ...Object.values(workload.projectedAudiences),
      ...defaultAudiences,
    ],
  };
}

function loginOf(by: Place, intent: DeliveryIntent): Login[] {
  const { serviceAccount, audiences: offered } = intent;
  return serviceAccount === undefined ? [] : [{ by, serviceAccount, offered }];
}

/** Another auth role than the claimed one is a finding of its own, and what it binds was not read. */
function isClaimed({ binding }: ServiceView, intent: DeliveryIntent): boolean {
  const { name, mount } = binding.authRole;
  return intent.authRole === name && (intent.authMount ?? mount) === mount;
}

function claimsRoles({ binding }: ServiceView): boolean {
  return binding.databaseRoles.length + binding.staticRoles.length > 0;
}

/** Who logs in to Vault for the service: agents and operators, or every workload when neither is seen. */
export function logins(view: ServiceView): Read<readonly Login[]> {
  const { workloads, deliveries } = view;
  if (!isRead(workloads)) return workloads;
  const agents = workloads.flatMap(({ name, intents }) =>
    intents
      .filter(({ method }) => method === 'agent-injector')
      .flatMap(intent => loginOf(workloadPlace(name), intent)),
  );
  const operators = deliveries.found
    .filter(({ intent }) => isClaimed(view, intent))
    .flatMap(delivery => loginOf(deliveryPlace(delivery), delivery.intent));
  const seen = [...agents, ...operators];
  if (seen.length > 0) return seen;
  if (deliveries.found.length > 0 || !claimsRoles(view)) return [];
  // What could not be read may be what logs in.
  return deliveries.unread.length > 0 ? 'unreadable' : workloads.map(ownLogin);
}

/** Whether the service logs in at all; one that only has certificates needs no auth role. */
export function logsIn(view: ServiceView): Read<boolean> {
  if (claimsRoles(view)) return true;
  const found = logins(view);
  return isRead(found) ? found.length > 0 : found;
}
