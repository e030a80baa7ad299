import type { KubeObject } from '../api/KubeObject';
import { ObjectStore, type StoreEvent } from './ObjectStore';

function anObject(name: string, namespace = 'a'): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      namespace,
      uid: name,
      resourceVersion: '',
      creationTimestamp: '',
    },
  };
}

function names(objects: readonly KubeObject[]): string[] {
  return objects.map(({ metadata }) => metadata.name);
}

describe('ObjectStore', () => {
  it('lists by key, in one namespace or in all', () => {
    const store = new ObjectStore();
    store.put('c', anObject('z', 'b'));
    store.put('c', anObject('y'));
    store.put('c', anObject('x', 'b'));
    expect(names(store.list('c'))).toEqual(['y', 'x', 'z']);
    expect(names(store.list('c', 'b'))).toEqual(['x', 'z']);
  });

  it('shows the objects of an earlier revision when asked', () => {
    const store = new ObjectStore();
    store.put('c', anObject('kept'));
    store.put('c', anObject('removed'));
    const then = store.revision;
    store.remove('c', 'a/removed');
    store.put('c', anObject('added'));
    store.put('c', { ...anObject('kept'), data: {} });
    expect(names(store.list('c', '', then))).toEqual(['kept', 'removed']);
    expect(store.list('c', 'a', then)[0].data).toBeUndefined();
  });

  it('tells changes in order and a removal with its own revision', () => {
    const store = new ObjectStore();
    const seen: StoreEvent[] = [];
    const unsubscribe = store.subscribe('c', event => seen.push(event));
    store.put('c', anObject('x'));
    store.put('c', anObject('x'));
    store.remove('c', 'a/x');
    unsubscribe();
    store.put('c', anObject('unseen'));
    expect(seen.map(({ type }) => type)).toEqual([
      'ADDED',
      'MODIFIED',
      'DELETED',
    ]);
    expect(seen.map(({ object }) => object.metadata.resourceVersion)).toEqual([
      '2',
      '3',
      '4',
    ]);
  });

  it('answers 410 when history was dropped or compacted', () => {
    const store = new ObjectStore(2);
    for (let at = 0; at < 6; at += 1) store.put('c', anObject(`n${at}`));
    expect(() => store.changesSince('c', 1)).toThrow('too old');
    expect(store.changesSince('c', store.revision - 1)).toHaveLength(1);
    const before = store.revision;
    store.compact();
    expect(() => store.changesSince('c', before)).toThrow('too old');
    expect(store.changesSince('c', store.revision)).toEqual([]);
  });
});
