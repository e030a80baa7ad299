import type { KubernetesClient } from './KubernetesClient';
import {
  apiVersionOf,
  resourceTypes,
  type KubernetesObject,
  type ResourceType,
} from './kubernetesTypes';

/** What is said about an object. */
export interface EventText {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

interface Known {
  name: string;
  count: number;
}

const MAX_MESSAGE = 1024;

/** Writes Events; a repeated one raises the count of the first, as kubelet and controllers do. */
export class EventRecorder {
  private readonly known = new Map<string, Known>();
  private sequence = Date.now();

  constructor(
    private readonly client: KubernetesClient,
    private readonly component: string,
  ) {}

  /** Events are best effort: a namespace being deleted must not stop a controller. */
  async record(
    type: ResourceType,
    object: KubernetesObject,
    text: EventText,
  ): Promise<void> {
    const message = text.message.slice(0, MAX_MESSAGE);
    const key = `${object.metadata.uid ?? ''} ${text.reason} ${message}`;
    const known = this.known.get(key);
    try {
      if (known) await this.repeat(object, known);
      else {
        const name = await this.create(type, object, { ...text, message });
        this.known.set(key, { name, count: 1 });
      }
    } catch {
      this.known.delete(key);
    }
  }

  private async repeat(object: KubernetesObject, known: Known) {
    known.count += 1;
    await this.client.patch(
      resourceTypes.events,
      {
        namespace: object.metadata.namespace ?? 'default',
        name: known.name,
      },
      { count: known.count, lastTimestamp: timestamp(new Date()) },
    );
  }

  private async create(
    type: ResourceType,
    object: KubernetesObject,
    text: EventText,
  ): Promise<string> {
    const namespace = object.metadata.namespace ?? 'default';
    this.sequence += 1;
    const name = `${object.metadata.name}.${this.sequence.toString(16)}`;
    const now = timestamp(new Date());
    await this.client.create(resourceTypes.events, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: {
        apiVersion: apiVersionOf(type),
        kind: type.kind,
        namespace: object.metadata.namespace,
        name: object.metadata.name,
        uid: object.metadata.uid,
      },
      ...text,
      count: 1,
      firstTimestamp: now,
      lastTimestamp: now,
      source: { component: this.component },
      reportingComponent: this.component,
      reportingInstance: 'sandbox',
    });
    return name;
  }
}

/** RFC 3339 in whole seconds, as Kubernetes writes times. */
export function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}
