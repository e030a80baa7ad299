import type { JsonObject } from '../api/json';
import type { KubeObject } from '../api/KubeObject';
import { ApiError, cause, invalid } from '../api/status';
import {
  readVersion,
  selectorOf,
  type Selection,
} from '../objects/listObjects';
import { collectionOf, groupVersionOf } from '../resources/ResourceType';
import type { ObjectStore, StoreEvent } from '../store/ObjectStore';
import type { Form } from './acceptedForm';
import { presentObject, tableOf } from './present';

const bookmarkEveryMs = 60_000;
const defaultTimeoutSeconds = 1800;

/** Where a watch writes to. */
export interface WatchSink {
  send(event: JsonObject): void;
  end(): void;
}

interface WatchRequest extends Selection {
  readonly form: Form;
}

function isTrue(text: string | null): boolean {
  return text !== null && ['1', 'true'].includes(text);
}

/** One open watch: history first, then changes as they happen, bookmarks in between. */
export class WatchStream {
  readonly #selector: ReturnType<typeof selectorOf>;
  readonly #timers: NodeJS.Timeout[] = [];
  #unsubscribe: () => void = () => undefined;
  #hasDefinitions = false;

  constructor(
    private readonly store: ObjectStore,
    private readonly request: WatchRequest,
    private readonly sink: WatchSink,
  ) {
    this.#selector = selectorOf(request);
  }

  /** Sends what the version asked for implies and stays open until the timeout. Throws before the first byte for a malformed request. */
  open(): void {
    const { query } = this.request;
    const from = readVersion(query.get('resourceVersion'));
    this.#requireInitialEventOptions();
    try {
      this.#begin(from);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.sink.send({ type: 'ERROR', object: error.toStatus() });
      this.close();
      return;
    }
    const collection = collectionOf(this.request.type);
    this.#unsubscribe = this.store.subscribe(collection, event =>
      this.#forward(event),
    );
    this.#schedule();
  }

  /** Ends the stream. */
  close(): void {
    this.#unsubscribe();
    this.#timers.forEach(clearTimeout);
    this.sink.end();
  }

  #requireInitialEventOptions(): void {
    const { query } = this.request;
    const match = query.get('resourceVersionMatch');
    const wantsInitial = query.get('sendInitialEvents') !== null;
    const type = {
      group: 'meta.k8s.io',
      plural: 'listoptions',
      kind: 'ListOptions',
    };
    if (wantsInitial && match !== 'NotOlderThan')
      throw invalid(type, '', [
        cause.forbidden(
          'resourceVersionMatch',
          'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
        ),
      ]);
    if (!wantsInitial && match !== null)
      throw invalid(type, '', [
        cause.forbidden(
          'resourceVersionMatch',
          'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
        ),
      ]);
  }

  #begin(from: number): void {
    const { type, namespace, query } = this.request;
    const isStreamingList = isTrue(query.get('sendInitialEvents'));
    if (from > 0 && !isStreamingList) {
      const changes = this.store.changesSince(collectionOf(type), from);
      changes.forEach(event => this.#forward(event));
      return;
    }
    for (const object of this.store.list(collectionOf(type), namespace))
      if (this.#selector.matches(object)) this.#send('ADDED', object);
    if (isStreamingList)
      this.#bookmark({ 'k8s.io/initial-events-end': 'true' });
  }

  #schedule(): void {
    const { query } = this.request;
    const seconds =
      Number(query.get('timeoutSeconds') ?? 0) || defaultTimeoutSeconds;
    const allowsBookmarks = isTrue(query.get('allowWatchBookmarks'));
    if (allowsBookmarks)
      this.#timers.push(setInterval(() => this.#bookmark(), bookmarkEveryMs));
    this.#timers.push(
      setTimeout(() => {
        if (allowsBookmarks) this.#bookmark();
        this.close();
      }, seconds * 1000),
    );
  }

  #isSelected(object: KubeObject | undefined): boolean {
    const { namespace } = this.request;
    if (!object) return false;
    if (namespace && object.metadata.namespace !== namespace) return false;
    return this.#selector.matches(object);
  }

  // An object that starts or stops to match is added or deleted as far as this watch is concerned.
  #forward(event: StoreEvent): void {
    const was = event.type !== 'ADDED' && this.#isSelected(event.previous);
    const is = event.type !== 'DELETED' && this.#isSelected(event.object);
    if (is) this.#send(was ? 'MODIFIED' : 'ADDED', event.object);
    else if (was) this.#send('DELETED', this.#lastSeen(event));
  }

  #lastSeen({ object, previous }: StoreEvent): KubeObject {
    const { resourceVersion } = object.metadata;
    const last = previous ?? object;
    return { ...last, metadata: { ...last.metadata, resourceVersion } };
  }

  #send(type: string, object: KubeObject): void {
    const { form, query } = this.request;
    if (form !== 'Table') {
      const shape = form === 'plain' ? 'plain' : 'PartialObjectMetadata';
      const shown = presentObject(this.request.type, object, {
        form: shape,
        query,
      });
      this.sink.send({ type, object: shown });
      return;
    }
    const { resourceVersion } = object.metadata;
    const table = tableOf(
      this.request.type,
      { items: [object], metadata: { resourceVersion } },
      {
        definitions: !this.#hasDefinitions,
        includeObject: query.get('includeObject'),
      },
    );
    this.#hasDefinitions = true;
    this.sink.send({ type, object: table });
  }

  #bookmark(annotations?: Record<string, string>): void {
    const { type, form } = this.request;
    const metadata = {
      resourceVersion: String(this.store.revision),
      ...(annotations ? { annotations } : {}),
    };
    const identity = {
      kind: type.kind,
      apiVersion: groupVersionOf(type),
    };
    const partial = {
      kind: 'PartialObjectMetadata',
      apiVersion: 'meta.k8s.io/v1',
      metadata,
    };
    const shapes: Partial<Record<Form, JsonObject>> = {
      plain: { ...identity, ...type.zero, ...type.bookmark, metadata },
      Table: {
        kind: 'Table',
        apiVersion: 'meta.k8s.io/v1',
        metadata,
        columnDefinitions: null,
        rows: [{ cells: null, object: partial }],
      },
    };
    this.sink.send({ type: 'BOOKMARK', object: shapes[form] ?? partial });
  }
}
