import type { JsonObject } from '../api/json';
import type { ManagedFieldsEntry } from '../api/KubeObject';
import { applyConfiguration } from './serverSideApply';

interface State {
  object: JsonObject;
  managedFields: ManagedFieldsEntry[] | undefined;
}

const nothing: State = { object: {}, managedFields: undefined };

function apply(
  state: State,
  manager: string,
  { config, force = false }: { config: JsonObject; force?: boolean },
): State {
  return applyConfiguration({
    live: state.object,
    entries: state.managedFields,
    config,
    force,
    custom: false,
    writable: () => true,
    writer: {
      manager,
      operation: 'Apply',
      apiVersion: 'apps/v1',
      time: '2026-01-01T00:00:00Z',
    },
  });
}

const container = (image: string) => ({
  spec: { containers: [{ name: 'app', image }] },
});

describe('applyConfiguration', () => {
  it('refuses a value another manager set, and names field and manager', () => {
    const state = apply(nothing, 'a', { config: { spec: { replicas: 2 } } });
    expect(() =>
      apply(state, 'b', { config: { spec: { replicas: 7 } } }),
    ).toThrow(
      'Apply failed with 1 conflict: conflict with "a": .spec.replicas',
    );
  });

  it('moves the field when forced', () => {
    const state = apply(nothing, 'a', { config: { spec: { replicas: 2 } } });
    const config = { spec: { replicas: 7 } };
    const forced = apply(state, 'b', { config, force: true });
    expect(forced.object).toEqual(config);
    expect(forced.managedFields?.map(({ manager }) => manager)).toEqual(['b']);
  });

  it('shares a field both set to the same value, list items included', () => {
    const state = apply(nothing, 'a', { config: container('x:1') });
    const shared = apply(state, 'b', { config: container('x:1') });
    expect(shared.managedFields).toHaveLength(2);
    expect(() => apply(shared, 'b', { config: container('x:2') })).toThrow(
      '.spec.containers[name="app"].image',
    );
  });

  it('removes what the manager no longer applies unless another holds it', () => {
    const both = { spec: { containers: [{ name: 'app' }, { name: 'log' }] } };
    const one = { spec: { containers: [{ name: 'app' }] } };
    const state = apply(nothing, 'a', { config: both });
    expect(apply(state, 'a', { config: one }).object).toEqual(one);
    const held = apply(state, 'b', { config: both });
    expect(apply(held, 'a', { config: one }).object).toEqual(both);
  });
});
