import { z } from 'zod';

import { name, origin, path, text } from '../configFields';

const appRole = z
  .strictObject({
    method: z.literal('appRole'),
    mount: name('mount').default('approle'),
    roleId: text,
    secretId: text.optional(),
    secretIdFile: path.optional(),
  })
  .refine(
    login =>
      (login.secretId === undefined) !== (login.secretIdFile === undefined),
    {
      error: 'needs exactly one of secretId and secretIdFile',
    },
  );

const loginSchema = z.discriminatedUnion('method', [
  z.strictObject({
    method: z.literal('kubernetes'),
    mount: name('mount').default('kubernetes'),
    role: name('vaultName'),
    tokenFile: path.default(
      '/var/run/secrets/kubernetes.io/serviceaccount/token',
    ),
  }),
  appRole,
  z.strictObject({ method: z.literal('token'), token: text }),
  z.strictObject({ method: z.literal('tokenFile'), tokenFile: path }),
]);

/** How we log in to Vault with one identity. */
export type LoginConfig = z.infer<typeof loginSchema>;

/** One Vault instance as the operator writes it. */
export const instanceSchema = z.strictObject({
  name: name('configName'),
  address: origin(['https:', 'http:']),
  namespace: name('mount').optional(),
  caFile: path.optional(),
  mounts: z
    .strictObject({
      database: name('mount').default('database'),
      kubernetesAuth: name('mount').default('kubernetes'),
      pki: name('mount').default('pki'),
    })
    .prefault({}),
  reader: z.strictObject({ login: loginSchema }),
  operator: z.strictObject({ login: loginSchema }).optional(),
  provisioner: z.strictObject({ login: loginSchema }).optional(),
  limits: z
    .strictObject({
      concurrency: z.number().int().min(1).max(128).default(8),
      requestsPerSecond: z.number().min(1).max(1_000_000).default(200),
      /** Read again as a duration: see `readTimeout`. */
      timeout: z.unknown().optional(),
    })
    .prefault({ timeout: undefined }),
});

/** One Vault instance, validated; durations in milliseconds. */
export interface InstanceConfig
  extends Omit<z.infer<typeof instanceSchema>, 'limits'> {
  readonly limits: {
    readonly concurrency: number;
    readonly requestsPerSecond: number;
    readonly timeoutMs: number;
  };
}
