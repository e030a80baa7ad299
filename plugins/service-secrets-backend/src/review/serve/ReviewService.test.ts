import {
  aFindingRecord,
  anUpdate,
  aRowRecord,
  fleetNow,
} from '../../testSupport/fleetBuilders';
import { inMemoryFleetStore } from '../../testSupport/InMemoryFleetStore';
import { RowUpdate } from '../FleetStore';
import { ReviewService } from './ReviewService';

const HOUR = 3_600_000;
const by = 'user:default/eve';
const row = aRowRecord();
const { entityRef, environment, id: rowId } = row;
const target = { entityRef, environment };
const until = new Date(fleetNow + 48 * HOUR).toISOString();

/** A fleet of one service, looked at, and collected again an hour later. */
class Setup {
  readonly store = inMemoryFleetStore();
  readonly reviews = new ReviewService({
    store: this.store,
    clock: () => new Date(fleetNow + 2 * HOUR),
  });

  async collect(change: Partial<Omit<RowUpdate, 'row'>> = {}): Promise<void> {
    const at = fleetNow + HOUR;
    await this.store.rows.save(anUpdate(row));
    const again = { ...row, collectedAt: at, attemptedAt: at };
    await this.store.rows.save(anUpdate(again, change));
  }

  sign(seen?: number) {
    const collectedAt = seen && new Date(seen).toISOString();
    const targets = [{ ...target, ...(collectedAt ? { collectedAt } : {}) }];
    return this.reviews.signOff({ targets, until, note: '' }, by);
  }

  accept() {
    const { findingId } = aFindingRecord();
    const request = { ...target, findingId, reason: 'known', until };
    return this.reviews.except(request, by);
  }
}

const finding = aFindingRecord({ rowId, openedAt: fleetNow + HOUR });
const rewired = {
  rowId,
  kind: 'wiring-changed' as const,
  message: 'its policies changed',
  at: fleetNow + HOUR,
};

describe('signing off', () => {
  it.each<[string, Partial<RowUpdate>]>([
    ['a finding opened', { opened: [finding] }],
    ['the wiring changed', { changes: [rewired] }],
  ])('is refused when %s since the reviewer looked', async (_why, change) => {
    const setup = new Setup();
    await setup.collect(change);

    expect(await setup.sign(fleetNow)).toEqual({
      done: [],
      refused: [{ target, reason: expect.stringMatching(/look again$/) }],
    });
    expect((await setup.store.rows.rows())[0].signOff).toBeUndefined();
    expect((await setup.sign(fleetNow + HOUR)).done).toEqual([target]);
  });

  it.each<[string, Partial<RowUpdate>]>([
    ['nothing changed', {}],
    [
      'only what can be read did',
      { opened: [{ ...finding, severity: 'unknown' }] },
    ],
    [
      'another service did',
      { changes: [{ ...rewired, rowId: 'component:default/other#' }] },
    ],
  ])('is taken when %s, however often it was collected', async (_why, made) => {
    const setup = new Setup();
    await setup.collect(made);

    expect(await setup.sign(fleetNow)).toEqual({ done: [target], refused: [] });
  });

  it('asks nothing of who does not tell what they saw', async () => {
    const setup = new Setup();
    await setup.collect({ opened: [finding] });

    expect((await setup.sign()).done).toEqual([target]);
  });
});

describe('accepting a finding', () => {
  it('takes one of two clicks, and tells who ended it', async () => {
    const setup = new Setup();
    await setup.collect({ opened: [finding] });
    const clicks = await Promise.allSettled([setup.accept(), setup.accept()]);

    expect(clicks.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    const { items } = await setup.reviews.exceptions(target, false);
    expect(items).toHaveLength(1);

    const adam = 'user:default/adam';
    const ended = await setup.reviews.endException(items[0].id, adam);
    expect(ended).toMatchObject({ by, endedBy: adam });
    await setup.reviews.endException(items[0].id, by);
    expect((await setup.reviews.exceptions(target, true)).items).toEqual([
      ended,
    ]);
  });
});
