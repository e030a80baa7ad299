import { aFleetFinding, aFleetRow } from '../../../testSupport/fleetBuilders';
import { groupRows, groupsOf, lineKey } from './groupRows';

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
      { value: 'group:default/x', health: 'unknown', unknown: 1, degraded: 1 },
      { value: 'none', rows: [rows[1]], health: 'broken', leases: 2 },
    ]);
  });

  it('puts the rows of an open group below its head', () => {
    const lines = groupRows(rows, 'owner', new Set(['none']));
    expect(lines.map(lineKey)).toEqual([
      'group group:default/x',
      'group none',
      'component:default/b production in none',
    ]);
  });

  it('gives a row a key of its own in each group it stands in', () => {
    const both = aFleetRow({ deliveryMethods: ['vso', 'cert-manager'] });
    const keys = groupRows(
      [both],
      'delivery',
      new Set(['vso', 'cert-manager']),
    ).map(lineKey);
    expect(keys).toHaveLength(4);
    expect(new Set(keys).size).toBe(4);
  });
});

describe('groupsOf', () => {
  const exception = { id: 'e', reason: 'r', until: '2026-05-01T00:00:00Z' };
  const worst = aFleetFinding({ id: '1', severity: 'risk' });
  const other = aFleetFinding({
    id: '2',
    code: 'policyTooBroad',
    severity: 'hygiene',
  });
  const accepted = aFleetFinding({
    id: '3',
    code: 'serviceAccountNotBound',
    severity: 'broken',
    exception,
  });
  const many = aFleetRow({
    findings: [worst, { ...worst, id: '4' }, other, accepted],
    deliveryMethods: ['vso', 'eso'],
    system: undefined,
  });

  it.each([
    ['owner', ['group:default/team-grades']],
    ['system', ['none']],
    ['lifecycle', ['production']],
    ['instance', ['vault-prod']],
    ['cluster', ['prod']],
    ['delivery', ['vso', 'eso']],
    ['severity', ['risk']],
    ['code', ['leaseIrrevocable', 'policyTooBroad']],
  ] as const)('by %s are the values the filter knows', (group, values) => {
    expect(groupsOf(many, group)).toEqual(values);
  });

  it.each(['delivery', 'severity', 'code'] as const)(
    'by %s is the group of those without one when there is none open',
    group => {
      const quiet = aFleetRow({ findings: [accepted], deliveryMethods: [] });
      expect(groupsOf(quiet, group)).toEqual(['none']);
    },
  );
});
