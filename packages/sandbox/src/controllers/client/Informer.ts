import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import type { KubernetesClient } from './KubernetesClient';
import {
  keyOf,
  objectSchema,
  type KubernetesObject,
  type ResourceType,
} from './kubernetesTypes';

const eventSchema = z.looseObject({
  type: z.string(),
  object: z.unknown(),
});

const bookmarkOrObject = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string().optional() }),
});

const RETRY_MS = 500;

/** A local copy of one kind, kept current by list and watch. */
export class Informer {
  private readonly objects = new Map<string, KubernetesObject>();
  private readonly stopped = new AbortController();
  private resourceVersion = '0';

  constructor(
    private readonly client: KubernetesClient,
    readonly type: ResourceType,
    private readonly onChange: () => void,
  ) {}

  /** Resolves once the first list is in; watching goes on in the background. */
  async start(): Promise<void> {
    await this.relist();
    void this.follow();
  }

  stop(): void {
    this.stopped.abort();
  }

  items(): KubernetesObject[] {
    return [...this.objects.values()];
  }

  get(key: string): KubernetesObject | undefined {
    return this.objects.get(key);
  }

  /** Takes over the answer of our own write, so that the next round sees it before the watch does. */
  record(object: KubernetesObject): void {
    const known = this.objects.get(keyOf(object));
    if (known === undefined || version(known) <= version(object))
      this.objects.set(keyOf(object), object);
  }

  forget(object: KubernetesObject): void {
    this.objects.delete(keyOf(object));
  }

  private async relist(): Promise<void> {
    const { items, resourceVersion } = await this.client.list(this.type);
    this.objects.clear();
    for (const item of items) this.objects.set(keyOf(item), item);
    this.resourceVersion = resourceVersion ?? '0';
    this.onChange();
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      const ended = await this.watchOnce().catch(() => 'failed');
      if (signal.aborted) return;
      if (ended === 'failed') {
        await sleep(RETRY_MS, undefined, { ref: false });
        await this.relist().catch(() => undefined);
      }
    }
  }

  /** `failed` asks for a new list: the server dropped our place in its history. */
  private async watchOnce(): Promise<'ended' | 'failed'> {
    const response = await this.client.watch(
      this.type,
      this.resourceVersion,
      this.stopped.signal,
    );
    for await (const line of createInterface({ input: response })) {
      if (line !== '' && !this.apply(line)) return 'failed';
    }
    return 'ended';
  }

  private apply(line: string): boolean {
    const event = eventSchema.parse(JSON.parse(line));
    if (event.type === 'ERROR') return false;
    const { data: object } = bookmarkOrObject.safeParse(event.object);
    if (object === undefined) return false;
    this.resourceVersion =
      object.metadata.resourceVersion ?? this.resourceVersion;
    if (event.type === 'BOOKMARK') return true;
    const known = objectSchema.parse(event.object);
    if (event.type === 'DELETED') this.forget(known);
    else this.record(known);
    this.onChange();
    return true;
  }
}

function version(object: KubernetesObject): number {
  return Number(object.metadata.resourceVersion ?? 0);
}
