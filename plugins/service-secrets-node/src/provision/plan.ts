import {
  authRoleName,
  issuerAuthRoleName,
} from 'backstage-plugin-service-secrets-common';

import { DesiredObject, DesiredState } from './DesiredState';
import { serviceManifests } from './delivery';
import { planIssuer } from './planIssuer';
import { planPods } from './planPods';
import { ServiceSpec } from './ServiceSpec';
import { StatementProfile } from './StatementProfile';

/**
 * Everything a service needs, computed from its spec alone: no clock, no I/O,
 * so a plan that was reviewed is the plan that is applied. `profile` is the
 * operator's, already looked up by the id the spec names.
 */
export function planService(
  spec: ServiceSpec,
  profile?: StatementProfile,
): DesiredState {
  const pods = planPods(spec, profile);
  const issuer = planIssuer(spec);
  return {
    vault: inWritingOrder([...pods.objects, ...issuer.objects]),
    allowedRoles: pods.allowedRoles,
    manifests: serviceManifests(spec, {
      authRole: authRoleName(spec),
      issuerAuthRole: issuerAuthRoleName(spec),
      ...pods.names,
      ...issuer.names,
    }),
  };
}

/**
 * Policies first: they carry the owner, so an apply that stops half-way can be
 * told from somebody else's work. Auth roles last: nobody can log in before
 * everything else stands.
 */
const writingOrder: Record<DesiredObject['kind'], number> = {
  policy: 0,
  'database-role': 1,
  'static-role': 1,
  'pki-role': 1,
  'kv-placeholder': 1,
  'auth-role': 2,
};

function inWritingOrder(objects: readonly DesiredObject[]): DesiredObject[] {
  return [...objects].sort(
    (a, b) => writingOrder[a.kind] - writingOrder[b.kind],
  );
}
