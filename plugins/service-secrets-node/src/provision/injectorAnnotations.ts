import { DatabaseSpec } from './ServiceSpec';
import { credentialTemplate } from './template';

const domain = 'vault.hashicorp.com';

/** What the pods of a service read, and as whom. */
export interface InjectorInput {
  readonly authMount: string;
  readonly authRole: string;
  /** Name of the projected token volume of the pod. */
  readonly tokenVolume: string;
  readonly credentialsPath: string;
  readonly database: DatabaseSpec;
}

/**
 * Pod-template annotations for the agent injector. A closed list: nothing
 * that names an address, a command or an image can come from a user.
 */
export function injectorAnnotations(
  input: InjectorInput,
): Record<string, string> {
  return {
    [`${domain}/agent-inject`]: 'true',
    [`${domain}/role`]: input.authRole,
    [`${domain}/auth-path`]: `auth/${input.authMount}`,
    [`${domain}/agent-service-account-token-volume-name`]: input.tokenVolume,
    // The sidecar takes over the init container's lease: one lease a pod, not two.
    [`${domain}/agent-cache-enable`]: 'true',
    // The lease ends with the pod instead of living on to its TTL.
    [`${domain}/agent-revoke-on-shutdown`]: 'true',
    [`${domain}/agent-inject-secret-db`]: input.credentialsPath,
    [`${domain}/agent-inject-template-db`]: credentialTemplate(
      input.credentialsPath,
      input.database,
    ),
    [`${domain}/error-on-missing-key-db`]: 'true',
  };
}
