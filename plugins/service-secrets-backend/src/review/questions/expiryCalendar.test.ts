import { aRowRecord, fleetNow } from '../../testSupport/fleetBuilders';
import { ExpiryFact } from '../records';
import { expiryCalendar } from './expiryCalendar';

const DAY = 86_400_000;

function ending(change: Partial<ExpiryFact>): ExpiryFact {
  return {
    kind: 'certificate',
    name: 'tls',
    at: fleetNow + DAY,
    attention: false,
    ...change,
  };
}

function row(name: string, ...expiries: ExpiryFact[]) {
  const entityRef = `component:default/${name}`;
  return aRowRecord({ entityRef, facts: { expiries } });
}

describe('the expiry calendar', () => {
  it('puts what ended already on the first day, and nothing beyond the last', () => {
    const { days, total } = expiryCalendar(
      [
        row(
          'a',
          ending({ at: fleetNow - 9 * DAY, attention: true }),
          ending({ at: fleetNow + 2 * DAY }),
          ending({ at: fleetNow + 3 * DAY }),
        ),
      ],
      3,
      fleetNow,
    );

    expect(total).toBe(2);
    expect(days.map(({ day }) => day)).toEqual([
      '2026-11-22',
      '2026-11-23',
      '2026-11-24',
    ]);
    expect(days.map(({ counts }) => counts.certificate)).toEqual([1, 0, 1]);
    expect(days.map(({ attention }) => attention)).toEqual([1, 0, 0]);
  });

  it('names a CA once with all services that feel it, and certificates of the same name apart', () => {
    const ca = ending({ kind: 'ca', name: 'intermediate', attention: true });
    const { entries } = expiryCalendar(
      [row('a', ca, ending({})), row('b', ca, ending({}))],
      90,
      fleetNow,
    );

    expect(
      entries.map(({ kind, urgency, services }) => [
        kind,
        urgency,
        services.map(({ title }) => title),
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['ca', 'attention', ['a', 'b']],
        ['certificate', 'automatic', ['a']],
        ['certificate', 'automatic', ['b']],
      ]),
    );
    expect(entries).toHaveLength(3);
  });
});
