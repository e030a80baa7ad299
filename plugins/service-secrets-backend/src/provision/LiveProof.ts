import { setTimeout as sleep } from 'node:timers/promises';

import { NotAllowedError } from '@backstage/errors';
import {
  authRoleName,
  ProofStep,
} from 'backstage-plugin-service-secrets-common';
import {
  DesiredRole,
  ProofCredential,
  UpstreamError,
  VaultProofApi,
} from 'backstage-plugin-service-secrets-node';

import { Admitted } from './Admission';
import { clusterProvisionerOf, provisionerOf } from './Places';
import { DatabaseOffer } from './ProvisionConfig';

const REVOKED_WITHIN_MS = 10_000;
const ASK_AGAIN_MS = 250;

/** Logs in to a database with a credential and out again; rejects with words that hold no credential. */
export type Connect = (
  credential: ProofCredential,
  database: DatabaseOffer,
) => Promise<void>;

/** Why a database let nobody in, in words of ours. */
export class ConnectionRefused extends Error {}

/** A step that failed or cannot be made; the steps after it are not tried. */
class StepFailed extends Error {}

/**
 * Plays the service for a moment: a token of its service account, a login, one
 * credential, one connection, and everything revoked again. The credential
 * exists in this method only.
 */
export class LiveProof {
  private readonly steps: ProofStep[] = [];

  constructor(
    private readonly admitted: Admitted,
    private readonly connect: Connect,
  ) {}

  async run(): Promise<ProofStep[]> {
    const { place } = this.admitted;
    const { proof } = place.instance;
    if (!proof) {
      throw new NotAllowedError(
        `No proof can be made on Vault ${place.instance.name}: the operator sets serviceSecrets.instances[].provisioner.login`,
      );
    }
    clusterProvisionerOf(place);
    try {
      const clientToken = await this.logIn(proof);
      await this.use(proof, clientToken);
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
    }
    return this.steps;
  }

  private async logIn(proof: VaultProofApi): Promise<string> {
    const { spec, place } = this.admitted;
    const { namespace, serviceAccount: name, audience, authMount } = spec;
    const account = `${namespace}/${name}`;
    const serviceAccountToken = await this.step('token', async () => ({
      value: await clusterProvisionerOf(place).tokenOf(
        { namespace, name },
        audience,
      ),
      detail: `The cluster issued a short-lived token of service account ${account}`,
    }));
    const authRole = authRoleName(spec);
    return this.step('login', async () => ({
      value: await proof.logIn({ authMount, authRole, serviceAccountToken }),
      detail: `Vault accepted it for auth role ${authMount}/${authRole}`,
    }));
  }

  /** Whatever happens, the token goes and the lease with it. */
  private async use(proof: VaultProofApi, clientToken: string): Promise<void> {
    let credential: ProofCredential | undefined;
    try {
      credential = await this.readCredential(proof, clientToken);
      if (credential) await this.tryConnection(credential);
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
    } finally {
      await this.revoke(proof, clientToken, credential);
    }
  }

  private role(): DesiredRole | undefined {
    return this.admitted.desired.vault.find(
      (object): object is DesiredRole => object.kind === 'database-role',
    );
  }

  private async readCredential(
    proof: VaultProofApi,
    clientToken: string,
  ): Promise<ProofCredential | undefined> {
    const role = this.role();
    if (!role) {
      this.skip('credential', 'The service asks for no dynamic credential');
      this.skip('connect', 'There is no credential to connect with');
      return undefined;
    }
    return this.step('credential', async () => ({
      value: await proof.readCredential(clientToken, role),
      detail: `Vault made one credential of ${role.mount}/${role.name}`,
    }));
  }

  private async tryConnection(credential: ProofCredential): Promise<void> {
    const { database } = this.admitted.chosen;
    if (database?.engine !== 'postgresql') {
      this.skip(
        'connect',
        `Connections are tried with PostgreSQL only, this is ${database?.engine}`,
      );
      return;
    }
    const where = `${database.host}:${database.port}/${database.database}`;
    await this.step('connect', async () => ({
      value: await this.connect(credential, database),
      detail: `${where} let its user log in`,
    }));
  }

  private async revoke(
    proof: VaultProofApi,
    clientToken: string,
    credential: ProofCredential | undefined,
  ): Promise<void> {
    const role = this.role();
    await this.step('revoke', async () => {
      await proof.revokeToken(clientToken);
      if (!credential || !role) {
        return { value: undefined, detail: 'The login was revoked' };
      }
      await this.awaitEnd(role, credential.leaseId);
      const detail = 'The login was revoked and the lease is gone with it';
      return { value: undefined, detail };
    });
  }

  /** Vault ends the leases of a token behind its answer. */
  private async awaitEnd(role: DesiredRole, leaseId: string): Promise<void> {
    const vault = provisionerOf(this.admitted.place);
    for (let waited = 0; waited <= REVOKED_WITHIN_MS; waited += ASK_AGAIN_MS) {
      const left = await vault.leaseIds(role);
      if (!left.includes(leaseId)) return;
      await sleep(ASK_AGAIN_MS);
    }
    throw new StepFailed(
      `The lease is still listed ${
        REVOKED_WITHIN_MS / 1000
      } seconds after its token was revoked`,
    );
  }

  private skip(step: ProofStep['step'], detail: string): void {
    this.steps.push({ step, outcome: 'skipped', detail });
  }

  /** Only words of ours are kept: what a driver or a server says may hold a name or a password. */
  private async step<T>(
    step: ProofStep['step'],
    work: () => Promise<{ value: T; detail: string }>,
  ): Promise<T> {
    try {
      const { value, detail } = await work();
      this.steps.push({ step, outcome: 'ok', detail });
      return value;
    } catch (error) {
      const isWorded =
        error instanceof UpstreamError ||
        error instanceof StepFailed ||
        error instanceof ConnectionRefused;
      const detail = isWorded ? error.message : 'It failed unexpectedly';
      this.steps.push({ step, outcome: 'failed', detail });
      throw new StepFailed(detail);
    }
  }
}
