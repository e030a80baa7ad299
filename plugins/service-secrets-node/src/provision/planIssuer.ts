import {
  issuerAuthRoleName,
  pkiRoleName,
} from 'backstage-plugin-service-secrets-common';

import { access } from './access';
import { issuerAuthRole } from './authRole';
import { pkiRole } from './pkiRole';
import { PlanPart } from './PlanPart';
import { ServiceSpec } from './ServiceSpec';

/** What cert-manager needs to sign for a service: a PKI role, a policy over its sign path, and a login of its own. */
export function planIssuer(spec: ServiceSpec): PlanPart {
  const { certificate } = spec;
  if (!certificate) return { objects: [], allowedRoles: [], names: {} };
  const role = pkiRoleName(spec);
  const signPath = `${certificate.pkiMount}/sign/${role}`;
  const policy = issuerAuthRoleName(spec);
  const login = access(spec, {
    policy,
    authRole: issuerAuthRoleName(spec),
    grants: [
      {
        path: signPath,
        capabilities: ['update'],
        reason: 'cert-manager signs the certificate of this service.',
      },
    ],
    fields: issuerAuthRole({
      serviceAccount: spec.serviceAccount,
      namespace: spec.namespace,
      // The audience cert-manager puts into the token of a namespaced Issuer.
      audience: `vault://${spec.namespace}/${spec.name}-issuer`,
      policy,
    }),
  });
  return {
    objects: [
      {
        kind: 'pki-role',
        anchor: policy,
        mount: certificate.pkiMount,
        name: role,
        fields: pkiRole(certificate),
      },
      ...login,
    ],
    allowedRoles: [],
    names: { signPath },
  };
}
