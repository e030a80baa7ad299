import { z } from 'zod';

/** The stations between a pod and its credential, in order. */
export const wiringNodeKindSchema = z.enum([
  'workload',
  // What an operator or driver delivers in place of the pods: a VaultDynamicSecret, an ExternalSecret, a SecretProviderClass.
  'delivery',
  'service-account',
  'auth-role',
  'policy',
  'database-role',
  'connection',
  'certificate',
  'issuer',
  'pki-role',
  'ca',
]);
/** One of the stations between a pod and its credential. */
export type WiringNodeKind = z.infer<typeof wiringNodeKindSchema>;

/** One station. `blocked` means that an earlier link is broken, so nothing is said of it. */
export const wiringNodeSchema = z.object({
  kind: wiringNodeKindSchema,
  /** What the station is called where its kind says too little: `Deployment`. */
  label: z.string().optional(),
  /** Without the mount where it stands on the instance's default one. */
  name: z.string(),
  facts: z.array(z.string()),
  /** A fact that counts down, such as `renews`, shown as `renews in 6 h`. */
  moment: z.object({ text: z.string(), at: z.iso.datetime() }).optional(),
  state: z.enum(['ok', 'broken', 'unknown', 'blocked']),
  /** Drawn from an older answer, because the source cannot be read now. */
  stale: z.boolean().optional(),
});
/** One station of the wiring. */
export type WiringNode = z.infer<typeof wiringNodeSchema>;

/** A chain from a pod to a credential. Link `i` joins nodes `i` and `i + 1`. */
export const wiringChainSchema = z.object({
  kind: z.enum(['database', 'certificate']),
  nodes: z.array(wiringNodeSchema),
  links: z.array(z.enum(['ok', 'broken', 'unknown', 'blocked'])),
  /** The finding that explains the first broken link. */
  findingId: z.string().optional(),
});
/** A chain from a pod to a credential. */
export type WiringChain = z.infer<typeof wiringChainSchema>;
