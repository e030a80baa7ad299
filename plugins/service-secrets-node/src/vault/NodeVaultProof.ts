import { z } from 'zod';

import type {
  ProofCredential,
  VaultProofApi,
} from '../provision/VaultProvisionerApi';
import type { VaultRequest } from './buildRequest';
import { badAnswer, problemOfAnswer, problemOfThrown } from './problemOf';
import { proofPaths } from './proofPaths';
import { loginAnswer } from './schema';
import type { SendToVault, VaultAnswer } from './VaultAnswer';
import type { Mounted } from './VaultApi';

const credentialAnswer = z
  .object({
    lease_id: z.string().min(1),
    data: z.object({ username: z.string(), password: z.string() }),
  })
  .transform(
    ({ lease_id, data }): ProofCredential => ({ ...data, leaseId: lease_id }),
  );

/** Plays the service towards Vault for a live proof; holds no token and no credential itself. */
export class NodeVaultProof implements VaultProofApi {
  constructor(
    private readonly target: string,
    private readonly send: SendToVault,
  ) {}

  async logIn(input: Parameters<VaultProofApi['logIn']>[0]): Promise<string> {
    const { token } = await this.ask(
      () => proofPaths.logIn(input),
      loginAnswer,
    );
    return token;
  }

  async readCredential(
    clientToken: string,
    role: Mounted,
  ): Promise<ProofCredential> {
    return this.ask(
      () => proofPaths.credential(role),
      credentialAnswer,
      clientToken,
    );
  }

  async revokeToken(clientToken: string): Promise<void> {
    const [answer, request] = await this.exchange(
      proofPaths.revokeSelf,
      clientToken,
    );
    // 403: Vault does not know the token any more, so it and its leases are gone.
    if (answer.status >= 300 && answer.status !== 403) {
      throw problemOfAnswer(answer, request, this.target);
    }
  }

  private async ask<T>(
    makeRequest: () => VaultRequest,
    schema: z.ZodType<T>,
    token?: string,
  ): Promise<T> {
    const [answer, request] = await this.exchange(makeRequest, token);
    if (answer.status !== 200) {
      throw problemOfAnswer(answer, request, this.target);
    }
    const parsed = schema.safeParse(answer.body);
    if (parsed.success) return parsed.data;
    throw badAnswer(request, this.target);
  }

  private async exchange(
    makeRequest: () => VaultRequest,
    token?: string,
  ): Promise<[VaultAnswer, VaultRequest]> {
    let operation = 'make a request';
    try {
      const request = makeRequest();
      operation = request.operation;
      return [await this.send(request, token), request];
    } catch (error) {
      throw problemOfThrown(error, operation, this.target);
    }
  }
}
