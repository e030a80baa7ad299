import { resourceTypes, withCondition } from '../client/kubernetesTypes';
import { goDuration } from '../injector/annotations';
import {
  externalSecretSchema,
  vaultGeneratorSchema,
  type ExternalSecret,
} from './deliveryTypes';
import { keepSecret } from './keepSecret';
import type { OperatorOptions } from './VaultSecretsOperator';

const RETRY_MS = 15_000;
const HOUR_MS = 3_600_000;

interface Fetched {
  readonly generation: number;
  readonly dueAt: number;
}

/** Fetches what a generator reads anew at every interval; nothing is renewed and nothing revoked. */
export class ExternalSecretsOperator {
  private readonly fetched = new Map<string, Fetched>();

  constructor(private readonly options: OperatorOptions) {}

  /** One round over all objects; answers in how many milliseconds the next is due. */
  async reconcile(now: number): Promise<number | undefined> {
    const waits: number[] = [];
    for (const item of this.options.objects.items()) {
      const { data: object } = externalSecretSchema.safeParse(item);
      if (!object) continue;
      const { uid, generation = 1 } = object.metadata;
      const known = this.fetched.get(uid);
      const isDue = known?.generation !== generation || known.dueAt <= now;
      const next = isDue ? await this.sync(object) : known;
      this.fetched.set(uid, next);
      waits.push(next.dueAt - now);
    }
    return waits.length > 0 ? Math.min(...waits) : undefined;
  }

  private async sync(object: ExternalSecret): Promise<Fetched> {
    const { metadata, spec } = object;
    const { generation = 1 } = metadata;
    try {
      await this.fetch(object);
      await this.report(object, {
        reason: 'SecretSynced',
        message: 'secret synced',
      });
      const interval = goDuration(spec.refreshInterval) ?? HOUR_MS;
      return { generation, dueAt: Date.now() + interval };
    } catch (error) {
      const reason = 'SecretSyncedError';
      await this.report(object, {
        reason,
        message: 'could not get secret data from provider',
      });
      await this.options.events.record(resourceTypes.externalSecrets, object, {
        type: 'Warning',
        reason: 'UpdateFailed',
        message: String(error),
      });
      return { generation, dueAt: Date.now() + RETRY_MS };
    }
  }

  private async fetch(object: ExternalSecret): Promise<void> {
    const { client, reader } = this.options;
    const { namespace } = object.metadata;
    const { name } = object.spec.dataFrom[0].sourceRef.generatorRef;
    const found = await client.get(resourceTypes.vaultGenerators, {
      namespace,
      name,
    });
    if (!found) throw new Error(`generator "${name}" not found`);
    const { path, login } = vaultGeneratorSchema.parse(found);
    const { data } = await reader.read(namespace, path, login);
    await keepSecret(client, {
      type: resourceTypes.externalSecrets,
      owner: object,
      name: object.spec.target.name,
      data,
    });
  }

  private async report(
    { metadata, status }: ExternalSecret,
    { reason, message }: { reason: string; message: string },
  ): Promise<void> {
    const { namespace, name } = metadata;
    const ready = reason === 'SecretSynced';
    const changed = await this.options.client.patch(
      resourceTypes.externalSecrets,
      { namespace, name, subresource: 'status' },
      {
        status: {
          ...(ready ? { refreshTime: new Date().toISOString() } : {}),
          conditions: withCondition(status?.conditions, {
            type: 'Ready',
            status: ready ? 'True' : 'False',
            reason,
            message,
          }),
        },
      },
    );
    this.options.objects.record(changed);
  }
}
