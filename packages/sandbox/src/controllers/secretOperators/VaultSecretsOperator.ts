import type { EventRecorder } from '../client/EventRecorder';
import type { Informer } from '../client/Informer';
import type { KubernetesClient } from '../client/KubernetesClient';
import { resourceTypes, withCondition } from '../client/kubernetesTypes';
import {
  dynamicSecretSchema,
  vaultAuthSchema,
  type DynamicSecret,
} from './deliveryTypes';
import { keepSecret } from './keepSecret';
import type { ReadSecret, SecretReader } from './SecretReader';

/** A refused login is tried again this often. */
const RETRY_MS = 15_000;
/** A lease that got shorter than this share of its first life nears its end for good. */
const WORTH_RENEWING = 0.5;

/** What the operators work with. */
export interface OperatorOptions {
  readonly client: KubernetesClient;
  readonly events: EventRecorder;
  readonly objects: Informer;
  readonly reader: SecretReader;
}

interface Held {
  readonly generation: number;
  readonly dueAt: number;
  readonly secret?: ReadSecret;
}

type Outcome = 'SecretRotated' | 'SecretLeaseRenewed' | 'SecretSyncError';

/** Keeps a lease for each VaultDynamicSecret: renews it, replaces it near its end, and reports as the real operator does. */
export class VaultSecretsOperator {
  private readonly held = new Map<string, Held>();

  constructor(private readonly options: OperatorOptions) {}

  /** One round over all objects; answers in how many milliseconds the next is due. */
  async reconcile(now: number): Promise<number | undefined> {
    const waits: number[] = [];
    for (const item of this.options.objects.items()) {
      const { data: object } = dynamicSecretSchema.safeParse(item);
      if (!object) continue;
      const held = this.held.get(object.metadata.uid);
      const { generation = 1 } = object.metadata;
      const isDue = held?.generation !== generation || held.dueAt <= now;
      const next = isDue ? await this.sync(object, held?.secret) : held;
      this.held.set(object.metadata.uid, next);
      waits.push(next.dueAt - now);
    }
    return waits.length > 0 ? Math.min(...waits) : undefined;
  }

  private async sync(object: DynamicSecret, old?: ReadSecret): Promise<Held> {
    const { generation = 1 } = object.metadata;
    try {
      const secret =
        (await this.renewed(old)) ?? (await this.rotated(object, old));
      const lifeMs = secret.seconds * 1000;
      const dueAt = Date.now() + (lifeMs * object.spec.renewalPercent) / 100;
      const reason =
        secret.leaseId === old?.leaseId
          ? 'SecretLeaseRenewed'
          : 'SecretRotated';
      await this.report(object, { reason, message: 'Secret synced' }, secret);
      return { generation, dueAt, secret };
    } catch (error) {
      await this.fail(object, String(error));
      return { generation, dueAt: Date.now() + RETRY_MS };
    }
  }

  /** Undefined when the lease is gone or not worth keeping: then it is replaced. */
  private async renewed(old?: ReadSecret): Promise<ReadSecret | undefined> {
    if (!old?.renewable) return undefined;
    const seconds = await this.options.reader.renew(old).catch(() => 0);
    return seconds > old.seconds * WORTH_RENEWING
      ? { ...old, seconds }
      : undefined;
  }

  private async rotated(
    object: DynamicSecret,
    old?: ReadSecret,
  ): Promise<ReadSecret> {
    const { client, reader } = this.options;
    const { metadata, spec } = object;
    const { namespace } = metadata;
    const auth = await client.get(resourceTypes.vaultAuths, {
      namespace,
      name: spec.vaultAuthRef,
    });
    if (!auth) throw new Error(`VaultAuth "${spec.vaultAuthRef}" not found`);
    const secret = await reader.read(
      namespace,
      `${spec.mount}/${spec.path}`,
      vaultAuthSchema.parse(auth),
    );
    await keepSecret(client, {
      type: resourceTypes.vaultDynamicSecrets,
      owner: object,
      name: spec.destination.name,
      data: secret.data,
    });
    // What was revoked by somebody else needs no revocation.
    if (old && spec.revoke) await reader.revoke(old).catch(() => undefined);
    return secret;
  }

  private async fail(object: DynamicSecret, message: string): Promise<void> {
    const reason = 'SecretSyncError';
    await this.report(object, { reason, message });
    await this.options.events.record(
      resourceTypes.vaultDynamicSecrets,
      object,
      {
        type: 'Warning',
        reason,
        message,
      },
    );
  }

  private async report(
    object: DynamicSecret,
    said: { readonly reason: Outcome; readonly message: string },
    secret?: ReadSecret,
  ): Promise<void> {
    const { metadata, status } = object;
    const { namespace, name, generation } = metadata;
    const lease = secret && {
      lastRenewalTime: Math.floor(Date.now() / 1000),
      secretLease: {
        id: secret.leaseId,
        duration: secret.seconds,
        renewable: secret.renewable,
        requestID: '',
      },
    };
    const changed = await this.options.client.patch(
      resourceTypes.vaultDynamicSecrets,
      { namespace, name, subresource: 'status' },
      {
        status: {
          lastGeneration: generation,
          ...lease,
          conditions: withCondition(status?.conditions, {
            type: 'SecretSynced',
            status: secret ? 'True' : 'False',
            ...said,
          }),
        },
      },
    );
    this.options.objects.record(changed);
  }
}
