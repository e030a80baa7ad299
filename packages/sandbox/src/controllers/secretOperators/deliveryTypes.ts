import { z } from 'zod';

import { conditionSchema, objectSchema } from '../client/kubernetesTypes';

/** How an operator logs in to Vault for an object. */
export interface VaultLogin {
  readonly mount: string;
  readonly role: string;
  readonly serviceAccount: string;
  readonly audiences: readonly string[];
}

const metadata = z.looseObject({
  name: z.string(),
  namespace: z.string(),
  uid: z.string(),
  generation: z.number().optional(),
});

const conditions = z.array(conditionSchema).optional();

/** A VaultDynamicSecret, as far as it is played. */
export const dynamicSecretSchema = objectSchema.extend({
  metadata,
  spec: z.object({
    vaultAuthRef: z.string(),
    mount: z.string(),
    path: z.string(),
    destination: z.object({ name: z.string() }),
    renewalPercent: z.number().default(67),
    revoke: z.boolean().default(false),
  }),
  status: z.looseObject({ conditions }).optional(),
});

/** A VaultDynamicSecret of the Vault Secrets Operator. */
export type DynamicSecret = z.infer<typeof dynamicSecretSchema>;

/** A VaultAuth that logs in with a service account. */
export const vaultAuthSchema = z
  .object({
    spec: z.object({
      method: z.literal('kubernetes'),
      mount: z.string(),
      kubernetes: z.object({
        role: z.string(),
        serviceAccount: z.string(),
        audiences: z.array(z.string()).default([]),
      }),
    }),
  })
  .transform(({ spec: { mount, kubernetes } }): VaultLogin => {
    return { mount, ...kubernetes };
  });

/** An ExternalSecret that is filled from one generator. */
export const externalSecretSchema = objectSchema.extend({
  metadata,
  spec: z.object({
    refreshInterval: z.string().default('1h'),
    target: z.object({ name: z.string() }),
    dataFrom: z
      .array(
        z.object({
          sourceRef: z.object({
            generatorRef: z.object({
              kind: z.literal('VaultDynamicSecret'),
              name: z.string(),
            }),
          }),
        }),
      )
      .length(1),
  }),
  status: z.looseObject({ conditions }).optional(),
});

/** An ExternalSecret of the External Secrets Operator. */
export type ExternalSecret = z.infer<typeof externalSecretSchema>;

/** A generator that reads one path of Vault. */
export const vaultGeneratorSchema = z
  .object({
    spec: z.object({
      path: z.string(),
      provider: z.object({
        auth: z.object({
          kubernetes: z.object({
            mountPath: z.string(),
            role: z.string(),
            serviceAccountRef: z.object({
              name: z.string(),
              audiences: z.array(z.string()).default([]),
            }),
          }),
        }),
      }),
    }),
  })
  .transform(({ spec: { path, provider } }) => {
    const { mountPath, role, serviceAccountRef } = provider.auth.kubernetes;
    const login: VaultLogin = {
      mount: mountPath,
      role,
      serviceAccount: serviceAccountRef.name,
      audiences: serviceAccountRef.audiences,
    };
    return { path, login };
  });
