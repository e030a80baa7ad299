import { build, VaultRequest } from './buildRequest';
import { vaultPaths } from './paths';
import type { Mounted } from './VaultApi';

/** Every path a live proof asks Vault for, as the service itself. The only place that reads a credential. */
export const proofPaths = {
  logIn: (input: {
    authMount: string;
    authRole: string;
    serviceAccountToken: string;
  }): VaultRequest => {
    // The role travels in the body; it is spelled as a name all the same.
    const { path } = build({
      operation: 'log in as the service with auth role',
      path: 'auth/{mount}/role/{name}',
      names: {
        mount: ['mount', input.authMount],
        name: ['vaultName', input.authRole],
      },
    });
    return {
      ...vaultPaths.login(input.authMount, {
        role: input.authRole,
        jwt: input.serviceAccountToken,
      }),
      operation: `log in as the service with auth role ${path
        .slice('auth/'.length)
        .replace('/role/', '/')}`,
    };
  },
  /** Never sent again by itself: each answer is another user in the database. */
  credential: ({ mount, name }: Mounted): VaultRequest => ({
    ...build({
      operation: 'read a credential of database role',
      path: '{mount}/creds/{name}',
      names: { mount: ['mount', mount], name: ['vaultName', name] },
    }),
    repeatable: false,
  }),
  /** A token that is gone is revoked: asking again is no harm. */
  revokeSelf: (): VaultRequest => ({
    ...vaultPaths.revokeSelf(),
    repeatable: true,
  }),
} as const;

const segment = '[a-z0-9][a-z0-9_.-]*';
const mount = `${segment}(?:/${segment}){0,3}`;

const templates = [
  `PUT /v1/auth/(?!token/)${mount}/login`,
  `GET /v1/(?!(?:auth|cubbyhole|identity|sys)/)${mount}/creds/${segment}`,
  'PUT /v1/auth/token/revoke-self',
].map(template => new RegExp(`^${template}$`));

/** Whether a request is one of those above; asked again at the wire. */
export function isAllowedProofRequest(method: string, path: string): boolean {
  const line = `${method} ${path}`;
  return templates.some(template => template.test(line));
}
