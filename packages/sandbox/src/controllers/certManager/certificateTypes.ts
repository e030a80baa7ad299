import { z } from 'zod';

import { conditionSchema, objectSchema } from '../client/kubernetesTypes';
import { parseOnce } from '../client/parseOnce';

const secretKeyRef = z.looseObject({
  name: z.string(),
  key: z.string().optional(),
});

const kubernetesAuth = z.looseObject({
  role: z.string(),
  mountPath: z.string().optional(),
  serviceAccountRef: z
    .looseObject({
      name: z.string(),
      audiences: z.array(z.string()).optional(),
    })
    .optional(),
  secretRef: secretKeyRef.optional(),
});

const appRoleAuth = z.looseObject({
  path: z.string().optional(),
  roleId: z.string(),
  secretRef: secretKeyRef,
});

const vaultSpec = z.looseObject({
  server: z.string(),
  path: z.string(),
  caBundle: z.string().optional(),
  caBundleSecretRef: secretKeyRef.optional(),
  auth: z.looseObject({
    tokenSecretRef: secretKeyRef.optional(),
    appRole: appRoleAuth.optional(),
    kubernetes: kubernetesAuth.optional(),
  }),
});

/** `spec.vault` of an issuer. */
export type VaultIssuerSpec = z.infer<typeof vaultSpec>;

/** An Issuer or ClusterIssuer. */
export const issuerSchema = objectSchema.extend({
  spec: z.looseObject({ vault: vaultSpec.optional() }),
  status: z
    .looseObject({ conditions: z.array(conditionSchema).optional() })
    .optional(),
});

/** An Issuer or ClusterIssuer. */
export type Issuer = z.infer<typeof issuerSchema>;

const issuerRef = z.looseObject({
  name: z.string(),
  kind: z.string().optional(),
  group: z.string().optional(),
});

/** A Certificate. */
export const certificateSchema = objectSchema.extend({
  spec: z.looseObject({
    secretName: z.string(),
    issuerRef,
    commonName: z.string().optional(),
    dnsNames: z.array(z.string()).optional(),
    ipAddresses: z.array(z.string()).optional(),
    uris: z.array(z.string()).optional(),
    duration: z.string().optional(),
    renewBefore: z.string().optional(),
    usages: z.array(z.string()).optional(),
    privateKey: z
      .looseObject({
        algorithm: z.string().optional(),
        size: z.number().optional(),
        encoding: z.string().optional(),
      })
      .optional(),
  }),
  status: z
    .looseObject({
      conditions: z.array(conditionSchema).optional(),
      notBefore: z.string().optional(),
      notAfter: z.string().optional(),
      renewalTime: z.string().optional(),
      revision: z.number().optional(),
      failedIssuanceAttempts: z.number().optional(),
      lastFailureTime: z.string().optional(),
      nextPrivateKeySecretName: z.string().optional(),
    })
    .optional(),
});

/** A Certificate. */
export type Certificate = z.infer<typeof certificateSchema>;

/** A CertificateRequest. */
export const requestSchema = objectSchema.extend({
  spec: z.looseObject({
    request: z.string(),
    issuerRef,
    duration: z.string().optional(),
  }),
  status: z
    .looseObject({
      conditions: z.array(conditionSchema).optional(),
      certificate: z.string().optional(),
      ca: z.string().optional(),
    })
    .optional(),
});

/** A CertificateRequest. */
export type CertificateRequest = z.infer<typeof requestSchema>;

/** A Secret; values are base64. */
export const secretSchema = objectSchema.extend({
  type: z.string().optional(),
  data: z.record(z.string(), z.string()).optional(),
});

/** A Secret. */
export type Secret = z.infer<typeof secretSchema>;

/** An object as an Issuer or ClusterIssuer. */
export const asIssuer = parseOnce(issuerSchema);

/** An object as a Certificate. */
export const asCertificate = parseOnce(certificateSchema);

/** An object as a CertificateRequest. */
export const asRequest = parseOnce(requestSchema);

/** An object as a Secret. */
export const asSecret = parseOnce(secretSchema);

/** A condition of an object that has conditions. */
export function conditionOf(
  object: { status?: { conditions?: z.infer<typeof conditionSchema>[] } },
  type: string,
) {
  return object.status?.conditions?.find(condition => condition.type === type);
}

/** The names of annotations and labels cert-manager writes. */
export const marks = {
  certificateName: 'cert-manager.io/certificate-name',
  revision: 'cert-manager.io/certificate-revision',
  privateKeySecret: 'cert-manager.io/private-key-secret-name',
  nextPrivateKey: 'cert-manager.io/next-private-key',
  managed: 'controller.cert-manager.io/fao',
  commonName: 'cert-manager.io/common-name',
  altNames: 'cert-manager.io/alt-names',
  ipSans: 'cert-manager.io/ip-sans',
  uriSans: 'cert-manager.io/uri-sans',
  issuerName: 'cert-manager.io/issuer-name',
  issuerKind: 'cert-manager.io/issuer-kind',
  issuerGroup: 'cert-manager.io/issuer-group',
} as const;
