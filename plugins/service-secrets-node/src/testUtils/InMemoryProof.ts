import type {
  ProofCredential,
  VaultProofApi,
} from '../provision/VaultProvisionerApi';
import type { UpstreamProblem } from '../upstream/UpstreamError';
import { InMemoryProvisioner, inMemoryVaultError } from './InMemoryProvisioner';
import { CallPhase, InterruptibleCalls } from './InterruptibleCalls';

/** A method of the proof's port. */
export type ProofMethod = keyof VaultProofApi;

/**
 * Logs in to an `InMemoryProvisioner` as a service would: with an auth role
 * that exists, for a database role that exists and that its policy lets it read.
 */
export class InMemoryProof implements VaultProofApi {
  /** Lease ids by live client token. */
  readonly tokens = new Map<string, { policies: string; leases: string[] }>();
  readonly calls = new InterruptibleCalls<ProofMethod>(inMemoryVaultError);
  private issued = 0;

  constructor(private readonly vault: InMemoryProvisioner) {}

  /** Makes a method fail with that code until `calls.recover()`; `after` is an answer that got lost. */
  fail(
    method: ProofMethod,
    code: UpstreamProblem['code'],
    phase?: CallPhase,
  ): void {
    this.calls.fail(method, code, phase);
  }

  async logIn({
    authMount,
    authRole,
  }: {
    authMount: string;
    authRole: string;
    serviceAccountToken: string;
  }): Promise<string> {
    const ref = `${authMount}/${authRole}`;
    return this.calls.run('logIn', ref, () => {
      const role = this.vault.objects.get(`auth-role ${ref}`);
      if (!role || role.kind === 'policy') {
        throw inMemoryVaultError('denied', `log in with ${ref}`);
      }
      const named = role.fields.token_policies;
      const policies = Array.isArray(named) ? named : [];
      const token = `client-token-${++this.issued}`;
      this.tokens.set(token, {
        policies: policies.map(name => this.policyText(name)).join('\n'),
        leases: [],
      });
      return token;
    });
  }

  async readCredential(
    clientToken: string,
    { mount, name }: { mount: string; name: string },
  ): Promise<ProofCredential> {
    const path = `${mount}/creds/${name}`;
    return this.calls.run('readCredential', path, () => {
      const token = this.tokens.get(clientToken);
      if (!token?.policies.includes(`"${path}"`)) {
        throw inMemoryVaultError('denied', `read ${path}`);
      }
      if (!this.vault.objects.has(`database-role ${mount}/${name}`)) {
        throw inMemoryVaultError('bad-answer', `read ${path}`);
      }
      const leaseId = `${path}/proof-${++this.issued}`;
      token.leases.push(leaseId);
      this.vault.leases.add(leaseId);
      return { username: `v-${name}`, password: 'in-memory', leaseId };
    });
  }

  async revokeToken(clientToken: string): Promise<void> {
    await this.calls.run('revokeToken', 'token', () => {
      const { leases = [] } = this.tokens.get(clientToken) ?? {};
      leases.forEach(id => this.vault.leases.delete(id));
      this.tokens.delete(clientToken);
    });
  }

  private policyText(name: string): string {
    const policy = this.vault.objects.get(`policy ${name}`);
    return policy?.kind === 'policy' ? policy.text : '';
  }
}
