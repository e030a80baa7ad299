import { isRead, Read } from '../collect/SourceResult';
import {
  CertificateView,
  DatabaseRoleView,
  ServiceView,
  StaticRoleView,
} from '../resolve/ServiceView';

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
