import {
  authRoleName,
  databaseRoleName,
  issuerAuthRoleName,
  pkiRoleName,
  policyName,
} from 'backstage-plugin-service-secrets-common';

import { issuerAuthRole, podAuthRole } from './authRole';
import { databaseRole } from './databaseRole';
import { DesiredObject, DesiredState } from './DesiredState';
import { serviceManifests } from './manifests';
import { pkiRole } from './pkiRole';
import { Grant, renderPolicy } from './policyHcl';
import { CertificateSpec, DatabaseSpec, ServiceSpec } from './ServiceSpec';
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
  const database = spec.database && planDatabase(spec, spec.database, profile);
  const certificate =
    spec.certificate && planCertificate(spec, spec.certificate);
  return {
    vault: inWritingOrder([
      ...(database?.objects ?? []),
      ...(certificate?.objects ?? []),
    ]),
    allowedRoles: database ? [database.allowedRole] : [],
    manifests: serviceManifests(spec, {
      authRole: authRoleName(spec),
      issuerAuthRole: issuerAuthRoleName(spec),
      credentialsPath: database?.credentialsPath,
      signPath: certificate?.signPath,
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

function planDatabase(
  spec: ServiceSpec,
  database: DatabaseSpec,
  profile: StatementProfile | undefined,
) {
  if (profile?.id !== database.profile) {
    throw new Error(`no statement profile ${database.profile} was given`);
  }
  const role = databaseRoleName(spec, database.profile);
  const credentialsPath = `${database.mount}/creds/${role}`;
  const grants: Grant[] = [
    {
      path: credentialsPath,
      capabilities: ['read'],
      reason: 'The database credential of this service.',
    },
  ];
  const objects: DesiredObject[] = [
    {
      kind: 'database-role',
      anchor: policyName(spec),
      mount: database.mount,
      name: role,
      fields: databaseRole(database, profile),
    },
    ...access(spec, {
      policy: policyName(spec),
      authRole: authRoleName(spec),
      grants,
      fields: podAuthRole({
        serviceAccount: spec.serviceAccount,
        namespace: spec.namespace,
        audience: spec.audience,
        policy: policyName(spec),
      }),
    }),
  ];
  const { mount, connection } = database;
  return { objects, credentialsPath, allowedRole: { mount, connection, role } };
}

function planCertificate(spec: ServiceSpec, certificate: CertificateSpec) {
  const role = pkiRoleName(spec);
  const signPath = `${certificate.pkiMount}/sign/${role}`;
  const policy = issuerAuthRoleName(spec);
  const objects: DesiredObject[] = [
    {
      kind: 'pki-role',
      anchor: policy,
      mount: certificate.pkiMount,
      name: role,
      fields: pkiRole(certificate),
    },
    ...access(spec, {
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
    }),
  ];
  return { objects, signPath };
}

function access(
  spec: ServiceSpec,
  input: {
    policy: string;
    authRole: string;
    grants: readonly Grant[];
    fields: ReturnType<typeof podAuthRole>;
  },
): DesiredObject[] {
  return [
    {
      kind: 'policy',
      anchor: input.policy,
      name: input.policy,
      text: renderPolicy(spec.entityRef, input.grants),
    },
    {
      kind: 'auth-role',
      anchor: input.policy,
      mount: spec.authMount,
      name: input.authRole,
      fields: input.fields,
    },
  ];
}
