import https from 'node:https';

import type { Sandbox } from '@service-secrets/sandbox';

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** An object as it is applied. */
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: object;
  readonly spec?: object;
}

const VSO = '/apis/secrets.hashicorp.com/v1beta1';

/** Does in a sandbox what the Vault Secrets Operator does in a cluster: it logs in, takes a lease, and reports. */
export class PlayedOperator {
  constructor(
    private readonly sandbox: Sandbox,
    private readonly namespace: string,
  ) {}

  /** Creates an object as the owner of a service would. */
  async create(path: string, object: Manifest): Promise<void> {
    const { namespace } = this;
    const { status } = await this.call(
      'POST',
      `${path.replace('{namespace}', namespace)}`,
      { ...object, metadata: { ...object.metadata, namespace } },
    );
    if (status !== 201) throw new Error(`${object.kind}: ${status}`);
  }

  /** Takes a lease with the account's own token and reports it; what Vault refuses is reported as the operator does. */
  async sync(
    name: string,
    how: { serviceAccount: string; authRole: string; path: string },
  ): Promise<void> {
    const read = await this.readSecret(how);
    const synced = read.status === 200;
    await this.call(
      'PATCH',
      `${VSO}/namespaces/${this.namespace}/vaultdynamicsecrets/${name}/status`,
      {
        status: {
          lastGeneration: 1,
          ...(synced
            ? {
                lastRenewalTime: Math.floor(Date.now() / 1000),
                secretLease: {
                  id: read.body.lease_id,
                  duration: read.body.lease_duration,
                  renewable: true,
                  requestID: '',
                },
              }
            : {}),
          conditions: [
            {
              type: 'SecretSynced',
              status: synced ? 'True' : 'False',
              reason: synced ? 'SecretRotated' : 'SecretSyncError',
              message: synced ? 'Secret synced' : 'permission denied',
              lastTransitionTime: new Date().toISOString(),
            },
          ],
        },
      },
    );
  }

  private async readSecret(how: {
    serviceAccount: string;
    authRole: string;
    path: string;
  }): Promise<Answer> {
    const { address } = this.sandbox.vault;
    const login = await fetch(`${address}/v1/auth/kubernetes/login`, {
      method: 'POST',
      body: JSON.stringify({
        role: how.authRole,
        jwt: await this.token(how.serviceAccount),
      }),
    });
    if (login.status !== 200) return { status: login.status, body: {} };
    const { auth } = await login.json();
    const read = await fetch(`${address}/v1/${how.path}`, {
      headers: { 'X-Vault-Token': auth.client_token },
    });
    return { status: read.status, body: await read.json() };
  }

  private async token(account: string): Promise<unknown> {
    const { body } = await this.call(
      'POST',
      `/api/v1/namespaces/${this.namespace}/serviceaccounts/${account}/token`,
      {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { audiences: ['vault'], expirationSeconds: 600 },
      },
    );
    return Object(body.status).token;
  }

  private async call(
    method: string,
    path: string,
    body: object,
  ): Promise<Answer> {
    const { url, caPem, token } = this.sandbox.kubernetes;
    return new Promise((resolve, reject) => {
      const call = https.request(
        `${url}${path}`,
        {
          method,
          ca: caPem,
          headers: {
            authorization: `Bearer ${token}`,
            'content-type':
              method === 'PATCH'
                ? 'application/merge-patch+json'
                : 'application/json',
          },
        },
        answer => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', chunk => (text += chunk));
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              body: JSON.parse(text),
            }),
          );
        },
      );
      call.on('error', reject);
      call.end(JSON.stringify(body));
    });
  }
}
