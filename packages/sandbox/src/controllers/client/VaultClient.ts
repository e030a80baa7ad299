import { z } from 'zod';

import { createTransport, type Transport } from './httpJson';

const envelope = z.looseObject({
  data: z.record(z.string(), z.unknown()).nullish(),
  lease_id: z.string().optional(),
  lease_duration: z.number().optional(),
  renewable: z.boolean().optional(),
  auth: z
    .looseObject({
      client_token: z.string(),
      lease_duration: z.number(),
      renewable: z.boolean(),
    })
    .nullish(),
  warnings: z.array(z.string()).nullish(),
  errors: z.array(z.string()).optional(),
});

/** Vault's response envelope; every field is optional because a 204 has none. */
export type VaultEnvelope = z.infer<typeof envelope>;

/** One call below `/v1/`. */
export interface VaultCall {
  readonly method: 'GET' | 'PUT' | 'POST' | 'LIST' | 'DELETE';
  readonly path: string;
  readonly token?: string;
  readonly body?: Record<string, unknown>;
}

/** Vault said no. The message reads as `vault` and Vault Agent print it. */
export class VaultError extends Error {
  constructor(url: string, readonly status: number, errors: readonly string[]) {
    const listed = errors.map(text => `* ${text}`).join(' ');
    super(
      `Error making API request. URL: ${url} Code: ${status}. Errors: ${listed}`,
    );
    this.name = 'VaultError';
  }
}

/** Vault's HTTP API in one method. */
export class VaultClient {
  private readonly transport: Transport;

  constructor(readonly address: string, ca?: string) {
    this.transport = createTransport(address, { ca });
  }

  async call(call: VaultCall): Promise<VaultEnvelope> {
    const answer = await this.transport.send({
      method: call.method,
      url: `${this.address}/v1/${call.path}`,
      headers: {
        'x-vault-request': 'true',
        ...(call.token === undefined ? {} : { 'x-vault-token': call.token }),
      },
      body: call.body,
    });
    const { data } = envelope.safeParse(answer.body ?? {});
    if (answer.status >= 300)
      throw new VaultError(
        `${call.method} ${this.address}/v1/${call.path}`,
        answer.status,
        data?.errors ?? [],
      );
    return data ?? {};
  }

  /** Kubernetes auth at `authPath`, such as `auth/kubernetes`. */
  async login(
    authPath: string,
    body: { role: string; jwt: string },
  ): Promise<{ token: string; ttl: number; renewable: boolean }> {
    const path = `${authPath}/login`;
    const { auth } = await this.call({ method: 'PUT', path, body });
    if (!auth) throw new Error(`${path} answered without a token.`);
    return {
      token: auth.client_token,
      ttl: auth.lease_duration,
      renewable: auth.renewable,
    };
  }

  close(): void {
    this.transport.close();
  }
}
