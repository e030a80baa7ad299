import { X509Certificate } from 'node:crypto';

import type { KubernetesClient } from '../client/KubernetesClient';
import { resourceTypes } from '../client/kubernetesTypes';
import { VaultClient } from '../client/VaultClient';
import { goDuration } from '../injector/annotations';
import {
  secretSchema,
  type Certificate,
  type Issuer,
  type VaultIssuerSpec,
} from './certificateTypes';
import { secretValue } from './readiness';

/** A login through an issuer's settings. */
export interface IssuerLogin {
  readonly vault: VaultClient;
  readonly token: string;
}

/** What the sign path answered, split for the Secret. */
export interface SignedChain {
  /** Leaf and intermediates. */
  readonly chain: string;
  /** The root when Vault sent it, else the highest certificate of the chain. */
  readonly ca: string;
}

const TOKEN_SECONDS = 600;

/** Logs in to Vault as issuers ask for it, and signs with their path. */
export class VaultIssuer {
  constructor(
    private readonly client: KubernetesClient,
    /** Where a ClusterIssuer's service accounts and Secrets live. */
    private readonly clusterResourceNamespace: string,
  ) {}

  /** A new login at every use, as cert-manager does. The caller closes `vault`. */
  async login(issuer: Issuer, spec: VaultIssuerSpec): Promise<IssuerLogin> {
    const namespace =
      issuer.metadata.namespace ?? this.clusterResourceNamespace;
    const vault = new VaultClient(
      spec.server.replace(/\/$/, ''),
      await this.caBundle(namespace, spec),
    );
    try {
      return { vault, token: await this.token(issuer, spec, vault) };
    } catch (error) {
      vault.close();
      throw error;
    }
  }

  /** Sends the request to the issuer's path; the names are those of the Certificate. */
  async sign(
    login: IssuerLogin,
    path: string,
    request: { csrPem: string; certificate: Certificate; duration?: string },
  ): Promise<SignedChain> {
    const { spec } = request.certificate;
    const seconds = (goDuration(request.duration ?? '2160h') ?? 0) / 1000;
    const { data } = await login.vault.call({
      method: 'POST',
      path,
      token: login.token,
      body: {
        csr: request.csrPem,
        common_name: spec.commonName ?? '',
        alt_names: (spec.dnsNames ?? []).join(','),
        ip_sans: (spec.ipAddresses ?? []).join(','),
        uri_sans: (spec.uris ?? []).join(','),
        ttl: `${seconds}s`,
        exclude_cn_from_sans: 'true',
      },
    });
    return splitChain(data ?? {});
  }

  private async token(
    issuer: Issuer,
    spec: VaultIssuerSpec,
    vault: VaultClient,
  ): Promise<string> {
    const namespace =
      issuer.metadata.namespace ?? this.clusterResourceNamespace;
    const { tokenSecretRef, appRole, kubernetes } = spec.auth;
    if (tokenSecretRef)
      return this.secretKey(namespace, tokenSecretRef.name, {
        key: tokenSecretRef.key ?? 'token',
      });
    if (appRole) {
      const { secretRef, roleId, path = 'approle' } = appRole;
      const secretId = await this.secretKey(namespace, secretRef.name, {
        key: secretRef.key ?? 'secretId',
      });
      const { auth } = await vault.call({
        method: 'POST',
        path: `auth/${path.replace(/^\/?(v1\/)?(auth\/)?/, '')}/login`,
        body: { role_id: roleId, secret_id: secretId },
      });
      return auth?.client_token ?? '';
    }
    if (!kubernetes)
      throw new Error(
        'error initializing Vault client: tokenSecretRef, appRoleSecretRef, clientCertificate, Kubernetes auth role, or AWS auth not set',
      );
    const mount = kubernetes.mountPath ?? '/v1/auth/kubernetes';
    const jwt = await this.serviceAccountJwt(issuer, spec, namespace);
    const login = await vault
      .login(mount.replace(/^\/?v1\//, ''), { role: kubernetes.role, jwt })
      .catch(error => {
        throw new Error(
          `error reading Kubernetes service account token: error calling Vault server: ${textOf(
            error,
          )}`,
          { cause: error },
        );
      });
    return login.token;
  }

  private async serviceAccountJwt(
    issuer: Issuer,
    spec: VaultIssuerSpec,
    namespace: string,
  ): Promise<string> {
    const { serviceAccountRef, secretRef } = spec.auth.kubernetes ?? {};
    if (secretRef)
      return this.secretKey(namespace, secretRef.name, {
        key: secretRef.key ?? 'token',
      });
    const name = serviceAccountRef?.name ?? '';
    const own =
      issuer.metadata.namespace === undefined
        ? `vault://${issuer.metadata.name}`
        : `vault://${namespace}/${issuer.metadata.name}`;
    const audiences = [
      ...(serviceAccountRef?.audiences ?? []),
      own,
      spec.server,
    ];
    const { token } = await this.client
      .serviceAccountToken(
        { namespace, name },
        { audiences, expirationSeconds: TOKEN_SECONDS },
      )
      .catch(error => {
        throw new Error(
          `while requesting a token for the service account ${namespace}/${name}: ${textOf(
            error,
          )}`,
          { cause: error },
        );
      });
    return token;
  }

  private async caBundle(
    namespace: string,
    spec: VaultIssuerSpec,
  ): Promise<string | undefined> {
    if (spec.caBundle !== undefined)
      return Buffer.from(spec.caBundle, 'base64').toString('utf8');
    const ref = spec.caBundleSecretRef;
    if (!ref) return undefined;
    return this.secretKey(namespace, ref.name, { key: ref.key ?? 'ca.crt' });
  }

  private async secretKey(
    namespace: string,
    name: string,
    { key }: { key: string },
  ): Promise<string> {
    const found = await this.client.get(resourceTypes.secrets, {
      namespace,
      name,
    });
    if (!found) throw new Error(`secrets "${name}" not found`);
    const value = secretValue(secretSchema.parse(found), key);
    if (value === undefined)
      throw new Error(`no data for "${key}" in secret '${namespace}/${name}'`);
    return value.trim();
  }
}

function isSelfSigned(pem: string): boolean {
  const parsed = new X509Certificate(pem);
  return parsed.subject === parsed.issuer && parsed.verify(parsed.publicKey);
}

function splitChain(data: Record<string, unknown>): SignedChain {
  const leaf = String(data.certificate ?? '');
  const listed = Array.isArray(data.ca_chain) ? data.ca_chain.map(String) : [];
  const above =
    listed.length > 0
      ? listed
      : [String(data.issuing_ca ?? '')].filter(Boolean);
  const root = above.find(isSelfSigned);
  const intermediates = above.filter(pem => pem !== root);
  const chain = [leaf, ...intermediates];
  const join = (pems: readonly string[]) =>
    `${pems.map(pem => pem.trim()).join('\n')}\n`;
  return { chain: join(chain), ca: join([root ?? chain[chain.length - 1]]) };
}

/** The message of anything thrown. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
