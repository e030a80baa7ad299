import { DesiredFields, DesiredObject } from './DesiredState';
import { Grant, renderPolicy } from './policyHcl';
import { ServiceSpec } from './ServiceSpec';

/** A policy and the auth role that logs in with it. */
export function access(
  spec: ServiceSpec,
  input: {
    policy: string;
    authRole: string;
    grants: readonly Grant[];
    fields: DesiredFields;
  },
): DesiredObject[] {
  return [
    {
      kind: 'policy',
      anchor: input.policy,
      name: input.policy,
      text: renderPolicy(spec, input.grants),
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
