import { builtInTypes } from '../resources/builtInTypes';
import { ObjectStore } from '../store/ObjectStore';
import { listObjects, type Page } from './listObjects';

const [type] = builtInTypes.filter(({ kind }) => kind === 'ConfigMap');

function storeWith(...all: string[]): ObjectStore {
  const store = new ObjectStore();
  for (const name of all)
    store.put('/configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name,
        namespace: 'a',
        uid: name,
        resourceVersion: '',
        creationTimestamp: '',
        labels: { first: name[0] },
      },
    });
  return store;
}

function list(store: ObjectStore, query: Record<string, string>): Page {
  return listObjects(store, {
    type,
    namespace: 'a',
    query: new URLSearchParams(query),
  });
}

function names(page: Page): string[] {
  return page.items.map(({ metadata }) => metadata.name);
}

describe('listObjects', () => {
  it('pages at the revision of the first page when objects change between pages', () => {
    const store = storeWith('a1', 'a2', 'b1');
    const first = list(store, { limit: '2' });
    expect(first.metadata.remainingItemCount).toBe(1);
    store.remove('/configmaps', 'a/b1');
    const second = list(store, {
      limit: '2',
      continue: String(first.metadata.continue),
    });
    expect(names(second)).toEqual(['b1']);
    expect(second.metadata).toEqual({
      resourceVersion: first.metadata.resourceVersion,
    });
  });

  it('does not count what remains when a selector is given', () => {
    const store = storeWith('a1', 'a2', 'b1');
    const page = list(store, { limit: '1', labelSelector: 'first=a' });
    expect(names(page)).toEqual(['a1']);
    expect(page.metadata.remainingItemCount).toBeUndefined();
  });

  it("answers 410 when the pages' revision was compacted", () => {
    const store = storeWith('a1', 'a2');
    const { metadata } = list(store, { limit: '1' });
    store.compact();
    expect(() =>
      list(store, { limit: '1', continue: String(metadata.continue) }),
    ).toThrow('The provided continue parameter is too old');
  });

  it.each([
    [{ continue: 'garbage' }, "invalid character '\\u0081'"],
    [{ fieldSelector: 'data.x=1' }, '"data.x" is not a known field selector'],
    [{ resourceVersion: 'abc' }, 'strconv.ParseUint: parsing "abc"'],
    [{ resourceVersion: '999' }, 'Too large resource version: 999'],
  ])('refuses %j', (query, message) => {
    expect(() => list(storeWith('a1'), query)).toThrow(message);
  });

  it('lists 5,000 objects of one page in little time', () => {
    const store = storeWith(
      ...Array.from({ length: 5000 }, (_, at) => `n${at}`),
    );
    list(store, {});
    // Of this process alone: how busy the machine is says nothing about the list.
    const start = process.cpuUsage();
    expect(list(store, { labelSelector: 'first=n' }).items).toHaveLength(5000);
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(250);
  });
});
