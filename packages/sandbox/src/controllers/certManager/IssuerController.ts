import { z } from 'zod';

import type { EventRecorder } from '../client/EventRecorder';
import type { Informer } from '../client/Informer';
import type { KubernetesClient } from '../client/KubernetesClient';
import { keyOf, withCondition } from '../client/kubernetesTypes';
import { conditionOf, asIssuer, type Issuer } from './certificateTypes';
import { textOf, type VaultIssuer } from './vaultIssuer';

const RETRY_MS = 5_000;

const healthSchema = z.looseObject({ sealed: z.boolean().optional() });

/** What the issuer controller works with. */
export interface IssuerControllerOptions {
  readonly client: KubernetesClient;
  readonly events: EventRecorder;
  readonly informers: readonly Informer[];
  readonly vaultIssuer: VaultIssuer;
}

interface Checked {
  readonly generation: number;
  readonly at: number;
  readonly ready: boolean;
}

/** Keeps the Ready condition of issuers: it says that the login works and Vault is unsealed, nothing about the path. */
export class IssuerController {
  private readonly checked = new Map<string, Checked>();

  constructor(private readonly options: IssuerControllerOptions) {}

  async reconcile(now: number): Promise<number | undefined> {
    for (const informer of this.options.informers)
      for (const object of informer.items()) {
        const issuer = asIssuer(object);
        if (issuer && this.isDue(issuer, now))
          await this.check(informer, issuer);
      }
    const failing = [...this.checked.values()].some(({ ready }) => !ready);
    return failing ? RETRY_MS : undefined;
  }

  private isDue(issuer: Issuer, now: number): boolean {
    const last = this.checked.get(issuer.metadata.uid ?? '');
    if (!last || last.generation !== (issuer.metadata.generation ?? 0))
      return true;
    return !last.ready && now - last.at >= RETRY_MS;
  }

  private async check(informer: Informer, issuer: Issuer): Promise<void> {
    const problem = await this.problemOf(issuer);
    this.checked.set(issuer.metadata.uid ?? '', {
      generation: issuer.metadata.generation ?? 0,
      at: Date.now(),
      ready: problem === undefined,
    });
    await this.report(informer, issuer, problem);
    if (problem !== undefined)
      await this.options.events.record(informer.type, issuer, {
        type: 'Warning',
        reason: 'ErrInitIssuer',
        message: `Error initializing issuer: ${problem}`,
      });
  }

  private async problemOf(issuer: Issuer): Promise<string | undefined> {
    const { vault: spec } = issuer.spec;
    if (!spec)
      return "the sandbox's cert-manager knows Vault issuers only: spec.vault is missing";
    try {
      const login = await this.options.vaultIssuer.login(issuer, spec);
      const health = await login.vault
        .call({ method: 'GET', path: 'sys/health' })
        .finally(() => login.vault.close());
      if (!healthSchema.parse(health).sealed) return undefined;
      return 'Failed to verify Vault is initialized and unsealed: Vault is sealed';
    } catch (error) {
      return `Failed to initialize Vault client: ${textOf(error)}`;
    }
  }

  private async report(
    informer: Informer,
    issuer: Issuer,
    problem: string | undefined,
  ): Promise<void> {
    const ready = problem === undefined;
    const message = problem ?? 'Vault verified';
    const known = conditionOf(issuer, 'Ready');
    const status = ready ? 'True' : 'False';
    if (known?.status === status && known.message === message) return;
    const conditions = withCondition(issuer.status?.conditions, {
      type: 'Ready',
      status,
      reason: ready ? 'VaultVerified' : 'VaultError',
      message,
      observedGeneration: issuer.metadata.generation,
    });
    const { namespace, name } = issuer.metadata;
    const changed = await this.options.client.patch(
      informer.type,
      { namespace, name, subresource: 'status' },
      { status: { conditions } },
    );
    informer.record(changed);
  }

  /** The issuer a reference means, with the informer's present copy of it. */
  find(
    ref: { name: string; kind?: string },
    namespace: string | undefined,
  ): Issuer | undefined {
    const kind = ref.kind ?? 'Issuer';
    const informer = this.options.informers.find(i => i.type.kind === kind);
    const metadata =
      kind === 'ClusterIssuer'
        ? { name: ref.name }
        : { name: ref.name, namespace };
    const found = informer?.get(keyOf({ metadata }));
    return found ? asIssuer(found) : undefined;
  }
}
