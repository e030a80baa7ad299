import { isRead, Read } from '../collect/SourceResult';
import {
  CertificateView,
  DatabaseRoleView,
  ServiceView,
  StaticRoleView,
  WorkloadView,
} from '../resolve/ServiceView';

/** The workloads whose pods log in to Vault: those with an agent, or all when none has one. */
export function consumers(view: ServiceView): Read<readonly WorkloadView[]> {
  if (!isRead(view.workloads)) return view.workloads;
  const injected = view.workloads.filter(({ injector }) => injector);
  if (injected.length > 0) return injected;
  return claimsRoles(view) ? view.workloads : [];
}

function claimsRoles({ binding }: ServiceView): boolean {
  return binding.databaseRoles.length + binding.staticRoles.length > 0;
}

/** Whether the service logs in at all; one that only has certificates needs no auth role. */
export function logsIn(view: ServiceView): Read<boolean> {
  if (claimsRoles(view)) return true;
  const users = consumers(view);
  return isRead(users) ? users.length > 0 : users;
}

/** Dynamic and static roles, with what they share. */
export function credentialRoles(
  view: ServiceView,
): Read<readonly (DatabaseRoleView | StaticRoleView)[]> {
  const { databaseRoles, staticRoles } = view;
  if (!isRead(databaseRoles) || !isRead(staticRoles)) return 'unreadable';
  return [...databaseRoles, ...staticRoles];
}

/** Whether what keeps a certificate from being issued is known, so that the symptom needs no link of its own. */
export function hasKnownCause({
  resource,
  issuer,
  pki,
}: CertificateView): boolean {
  if (!resource) return false;
  if (!isRead(issuer)) return false;
  if (!issuer) return true;
  const ready = issuer.conditions.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'True') return true;
  if (!isRead(pki) || !pki) return false;
  return !pki.at || !pki.role || (pki.refusedNames ?? []).length > 0;
}
