import { applyJsonPatch } from './jsonPatch';
import { applyMergePatch } from './mergePatch';
import { applyStrategicMerge } from './strategicMerge';

describe('applyMergePatch', () => {
  it('removes members that are null, merges objects and replaces lists', () => {
    expect(
      applyMergePatch(
        { a: 1, b: { c: 1, d: [1, 2] } },
        { a: null, b: { d: [3] }, e: { f: null, g: 1 } },
      ),
    ).toEqual({ b: { c: 1, d: [3] }, e: { g: 1 } });
  });
});

describe('applyJsonPatch', () => {
  it('changes a copy', () => {
    const target = { a: 1 };
    const patch = [{ op: 'replace', path: '/a', value: 2 }];
    expect(applyJsonPatch(target, patch)).toEqual({ a: 2 });
    expect(target).toEqual({ a: 1 });
  });

  it.each([
    ['a missing path', [{ op: 'remove', path: '/x' }], 'rejected our request'],
    [
      'a failed test',
      [{ op: 'test', path: '/a', value: 2 }],
      'rejected our request',
    ],
    ['no list', {}, 'must be a JSON array'],
    [
      'an unknown operation',
      [{ op: 'zap', path: '/a' }],
      'must be a JSON array',
    ],
  ])('refuses %s', (_, patch, message) => {
    expect(() => applyJsonPatch({ a: 1 }, patch)).toThrow(message);
  });
});

function podWith(...containers: object[]) {
  return { spec: { template: { spec: { containers } } } };
}

describe('applyStrategicMerge', () => {
  it('merges containers and variables by name', () => {
    const target = podWith(
      { name: 'a', image: 'a:1', env: [{ name: 'X', value: '1' }] },
      { name: 'b', image: 'b:1' },
    );
    const patch = podWith({
      name: 'a',
      image: 'a:2',
      env: [{ name: 'Y', value: '2' }],
    });
    expect(applyStrategicMerge(target, patch)).toEqual(
      podWith(
        {
          name: 'a',
          image: 'a:2',
          env: [
            { name: 'X', value: '1' },
            { name: 'Y', value: '2' },
          ],
        },
        { name: 'b', image: 'b:1' },
      ),
    );
  });

  it('deletes an item, reorders the rest and keeps named keys only, as directives say', () => {
    const target = podWith({ name: 'a' }, { name: 'b' }, { name: 'c' });
    const patch = {
      spec: {
        template: {
          spec: {
            '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }],
            containers: [{ name: 'b', $patch: 'delete' }],
          },
        },
        strategy: { $retainKeys: ['type'], type: 'Recreate' },
      },
    };
    const live = {
      spec: { ...target.spec, strategy: { type: 'X', rollingUpdate: {} } },
    };
    expect(applyStrategicMerge(live, patch)).toEqual({
      spec: {
        ...podWith({ name: 'c' }, { name: 'a' }).spec,
        strategy: { type: 'Recreate' },
      },
    });
  });

  it('adds and removes finalizers by value', () => {
    expect(
      applyStrategicMerge(
        { metadata: { finalizers: ['a', 'b'] } },
        {
          metadata: {
            '$deleteFromPrimitiveList/finalizers': ['a'],
            finalizers: ['b', 'c'],
          },
        },
      ),
    ).toEqual({ metadata: { finalizers: ['b', 'c'] } });
  });

  it('refuses an item without its merge key', () => {
    expect(() =>
      applyStrategicMerge(podWith(), podWith({ image: 'x' })),
    ).toThrow('does not contain declared merge key: name');
  });

  it('replaces lists that have no merge key', () => {
    const target = podWith({ name: 'a', args: ['1', '2'] });
    const patch = podWith({ name: 'a', args: ['3'] });
    expect(applyStrategicMerge(target, patch)).toEqual(patch);
  });
});
