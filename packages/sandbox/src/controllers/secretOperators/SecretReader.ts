import type { KubernetesClient } from '../client/KubernetesClient';
import type { VaultClient } from '../client/VaultClient';
import type { VaultLogin } from './deliveryTypes';

/** The shortest token a cluster makes; it serves one login. */
const TOKEN_SECONDS = 600;

/** A secret that was read, with what keeps it alive. */
export interface ReadSecret {
  readonly token: string;
  readonly leaseId: string;
  readonly seconds: number;
  readonly renewable: boolean;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads Vault as an operator does: with a token of the service account an object names. */
export class SecretReader {
  constructor(
    private readonly kubernetes: KubernetesClient,
    private readonly vault: VaultClient,
  ) {}

  /** Logs in and reads a path. */
  async read(
    namespace: string,
    path: string,
    login: VaultLogin,
  ): Promise<ReadSecret> {
    const { role, serviceAccount: name, audiences } = login;
    const { token: jwt } = await this.kubernetes.serviceAccountToken(
      { namespace, name },
      { audiences, expirationSeconds: TOKEN_SECONDS },
    );
    const { token } = await this.vault.login(`auth/${login.mount}`, {
      role,
      jwt,
    });
    const answer = await this.vault.call({ method: 'GET', path, token });
    return {
      token,
      leaseId: answer.lease_id ?? '',
      seconds: answer.lease_duration ?? 0,
      renewable: answer.renewable ?? false,
      data: answer.data ?? {},
    };
  }

  /** Renews the login and the lease; answers the seconds the lease has from now. */
  async renew({ token, leaseId }: ReadSecret): Promise<number> {
    const path = 'auth/token/renew-self';
    await this.vault.call({ method: 'PUT', path, token, body: {} });
    const renewed = await this.vault.call({
      method: 'PUT',
      path: 'sys/leases/renew',
      token,
      body: { lease_id: leaseId },
    });
    return renewed.lease_duration ?? 0;
  }

  /** Ends a lease that was replaced. */
  async revoke({ token, leaseId }: ReadSecret): Promise<void> {
    await this.vault.call({
      method: 'PUT',
      path: 'sys/leases/revoke',
      token,
      body: { lease_id: leaseId },
    });
  }
}
