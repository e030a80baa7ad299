import { aFleetRow } from '../../../testSupport/fleetBuilders';
import { groupRows, lineKey } from './groupRows';

const row = (title: string, owner: string | undefined, health = 'healthy') =>
  aFleetRow({
    title,
    entityRef: `component:default/${title}`,
    owner,
    health: health as 'healthy', // a table's words
  });

const rows = [
  row('a', 'group:default/x', 'degraded'),
  row('b', undefined, 'broken'),
  row('c', 'group:default/x', 'unknown'),
];

describe('groupRows', () => {
  it('leaves the rows as they come without a grouping', () => {
    expect(groupRows(rows, undefined, new Set()).map(lineKey)).toEqual([
      'component:default/a production',
      'component:default/b production',
      'component:default/c production',
    ]);
  });

  it('shows heads only while none is open, in the order of their worst rows', () => {
    expect(groupRows(rows, 'owner', new Set())).toMatchObject([
      { value: 'group:default/x', rows: 2, health: 'unknown', degraded: 1 },
      { value: 'none', rows: 1, health: 'broken', broken: 1, leases: 2 },
    ]);
  });

  it('puts the rows of an open group below its head', () => {
    const lines = groupRows(rows, 'owner', new Set(['none']));
    expect(lines.map(lineKey)).toEqual([
      'group group:default/x',
      'group none',
      'component:default/b production',
    ]);
  });
});
