import {
  ageColumn,
  boolean,
  conditionColumn,
  conditions,
  define,
  fieldColumn,
  integer,
  list,
  map,
  object,
  oneOf,
  open,
  text,
} from './schema';

const group = 'cert-manager.io';
const versions = ['v1'];
const issuerRef = object({ name: text, kind: text, group: text }, 'name');
const secretRef = object({ name: text, key: text }, 'name');

const certificate = define({
  group,
  versions,
  kind: 'Certificate',
  plural: 'certificates',
  shortNames: ['cert', 'certs'],
  columns: [
    conditionColumn('Ready'),
    fieldColumn('Secret', '.spec.secretName'),
    ageColumn,
  ],
  spec: object(
    {
      secretName: text,
      issuerRef,
      commonName: text,
      duration: text,
      renewBefore: text,
      renewBeforePercentage: integer,
      dnsNames: list(text),
      ipAddresses: list(text),
      uris: list(text),
      emailAddresses: list(text),
      usages: list(text),
      isCA: boolean,
      revisionHistoryLimit: integer,
      encodeUsagesInRequest: boolean,
      secretTemplate: object({ annotations: map(text), labels: map(text) }),
      privateKey: object({
        algorithm: oneOf('RSA', 'ECDSA', 'Ed25519'),
        encoding: oneOf('PKCS1', 'PKCS8'),
        rotationPolicy: oneOf('Never', 'Always'),
        size: integer,
      }),
      keystores: open,
      subject: open,
      additionalOutputFormats: list(object({ type: text }, 'type')),
    },
    'secretName',
    'issuerRef',
  ),
  status: object({
    conditions,
    notBefore: text,
    notAfter: text,
    renewalTime: text,
    revision: integer,
    lastFailureTime: text,
    failedIssuanceAttempts: integer,
    nextPrivateKeySecretName: text,
  }),
});

const certificateRequest = define({
  group,
  versions,
  kind: 'CertificateRequest',
  plural: 'certificaterequests',
  shortNames: ['cr', 'crs'],
  columns: [
    conditionColumn('Approved'),
    conditionColumn('Denied'),
    conditionColumn('Ready'),
    fieldColumn('Issuer', '.spec.issuerRef.name'),
    ageColumn,
  ],
  spec: object(
    {
      request: text,
      issuerRef,
      duration: text,
      isCA: boolean,
      usages: list(text),
      username: text,
      uid: text,
      groups: list(text),
      extra: map(list(text)),
    },
    'request',
    'issuerRef',
  ),
  status: object({
    conditions,
    certificate: text,
    ca: text,
    failureTime: text,
  }),
});

const vaultIssuer = object(
  {
    server: text,
    path: text,
    namespace: text,
    serverName: text,
    caBundle: text,
    caBundleSecretRef: secretRef,
    clientCertSecretRef: secretRef,
    clientKeySecretRef: secretRef,
    auth: object({
      tokenSecretRef: secretRef,
      appRole: object(
        { path: text, roleId: text, secretRef },
        'path',
        'roleId',
        'secretRef',
      ),
      clientCertificate: object({
        mountPath: text,
        name: text,
        secretName: text,
      }),
      kubernetes: object(
        {
          role: text,
          mountPath: text,
          secretRef,
          serviceAccountRef: object(
            { name: text, audiences: list(text) },
            'name',
          ),
        },
        'role',
      ),
    }),
  },
  'server',
  'path',
  'auth',
);

const issuerSpec = object({
  vault: vaultIssuer,
  ca: object({ secretName: text }, 'secretName'),
  selfSigned: open,
  acme: open,
  venafi: open,
});

function issuer(kind: string, cluster: boolean) {
  return define({
    group,
    versions,
    kind,
    plural: `${kind.toLowerCase()}s`,
    cluster,
    columns: [conditionColumn('Ready'), ageColumn],
    spec: issuerSpec,
    status: object({ conditions, acme: open }),
  });
}

/** cert-manager's resources, as far as certificates from Vault need them. */
export const certManagerDefinitions = [
  certificate,
  certificateRequest,
  issuer('Issuer', false),
  issuer('ClusterIssuer', true),
];
