/* eslint-disable jest/no-export -- a suite that other tests run */
import {
  FleetFilter,
  FleetQuery,
} from 'backstage-plugin-service-secrets-common';

import { FleetStore } from '../review/FleetStore';
import { MuteRecord, RowRecord } from '../review/records';
import {
  aFindingRecord,
  anUpdate,
  aRowRecord,
  fleetNow as now,
} from './fleetBuilders';

function query(
  filter: FleetFilter = {},
  change: Partial<FleetQuery> = {},
): FleetQuery {
  return { filter, sort: 'worst', descending: false, limit: 100, ...change };
}

const named = (name: string, change: Partial<RowRecord> = {}) =>
  aRowRecord({ entityRef: `component:default/${name}`, ...change });

const DAY = 86_400_000;

/** How every memory of the fleet keeps what people say of it: sign-offs, acceptances, mutes. */
export function fleetReviewContract(
  name: string,
  makeStore: () => Promise<FleetStore>,
): void {
  describe(`${name} keeps what people say`, () => {
    let store: FleetStore;
    const titles = async (asked: FleetQuery) =>
      (await store.rows.page(asked, now)).rows.map(({ title }) => title);

    beforeEach(async () => {
      store = await makeStore();
    });

    it('gives a service that comes back no sign-off of before', async () => {
      const row = named('a');
      await store.rows.save(anUpdate(row));
      const by = 'user:default/eve';
      const until = now + DAY;
      const { fingerprint } = row;
      const signOff = { by, at: now, until, note: 'fine', fingerprint };
      const entry = { id: 'r1', rowId: row.id, action: 'signed' } as const;
      await store.reviews.sign({ ...entry, ...signOff }, signOff);
      await store.rows.close([row.id], now + 1);
      await store.rows.save(anUpdate({ ...row, attemptedAt: now + 2 }));

      expect((await store.rows.rows())[0].signOff).toBeUndefined();
      expect(await titles(query({ review: ['none'] }))).toEqual(['a']);
    });

    it('shows the state of a sign-off, which a collection leaves alone and re-opens only for drift from itself', async () => {
      const row = named('a');
      await store.rows.save(anUpdate(row));
      const signOff = {
        by: 'user:default/eve',
        at: now,
        until: now + DAY,
        note: 'fine',
        fingerprint: row.fingerprint,
      };
      const entry = { id: 'r1', rowId: row.id, action: 'signed' } as const;
      const { by, at, until, note } = signOff;
      await store.reviews.sign({ ...entry, by, at, until, note }, signOff);
      await store.rows.save(anUpdate({ ...row, leases: 9 }));

      expect((await store.rows.rows())[0]).toEqual({
        ...row,
        leases: 9,
        signOff,
      });
      expect(await titles(query({ review: ['signed'] }))).toEqual(['a']);
      expect(await titles(query({ review: ['none', 'expired'] }))).toEqual([]);

      const drift = ['its policies changed'];
      // Computed from no sign-off, or from another: this one does not know of it.
      await store.rows.save(anUpdate({ ...row, drift }));
      const older = { ...signOff, at: now - DAY };
      await store.rows.save(anUpdate({ ...row, drift, signOff: older }));
      expect(await titles(query({ review: ['signed'] }))).toEqual(['a']);

      await store.rows.save(anUpdate({ ...row, drift, signOff }));
      expect(await titles(query({ review: ['reopened'] }))).toEqual(['a']);
      expect(await store.reviews.lastSignedAt()).toBe(now);

      await store.reviews.sign({
        ...entry,
        id: 'r2',
        action: 'withdrawn',
        by,
        at: now + 1,
        note: '',
      });
      expect(await titles(query({ review: ['none'] }))).toEqual(['a']);
      expect(await store.reviews.log(row.id, 9)).toHaveLength(2);
      expect(await store.reviews.log(row.id, 1)).toMatchObject([
        { action: 'withdrawn' },
      ]);
    });

    it('hides an accepted finding from the open ones until its day or its end', async () => {
      const row = named('a', { health: 'broken' });
      const finding = aFindingRecord({ rowId: row.id });
      await store.rows.save(anUpdate(row, { opened: [finding] }));
      const { rowId, findingId, code } = finding;
      const exception = {
        id: 'e1',
        rowId,
        findingId,
        code,
        reason: 'known',
        by: 'user:default/eve',
        at: now,
        until: now + DAY,
      };
      await store.reviews.except(exception);
      const broken = query({ severity: ['broken'] });

      expect((await store.rows.page(broken, now)).total).toBe(0);
      expect((await store.rows.page(broken, now + DAY)).total).toBe(1);
      expect(await store.reviews.exceptions({ now })).toEqual([exception]);
      expect(await store.reviews.exceptions({ now: now + DAY })).toEqual([]);

      await store.reviews.endException('e1', {
        by: 'user:default/eve',
        at: now + 1,
      });
      await store.reviews.endException('e1', {
        by: 'user:default/adam',
        at: now + 2,
      });
      expect((await store.rows.page(broken, now + 1)).total).toBe(1);
      expect(await store.reviews.exception('e1')).toMatchObject({
        endedAt: now + 1,
        endedBy: 'user:default/eve',
      });
      expect(
        await store.reviews.exceptions({ now, rowIds: [rowId], ended: true }),
      ).toHaveLength(1);
    });

    it('accepts a finding once at a time, also when two click at once, and again after its day', async () => {
      const { rowId, findingId, code } = aFindingRecord();
      const by = 'user:default/eve';
      const accept = (id: string, at: number) => {
        const days = { at, until: at + DAY };
        const finding = { rowId, findingId, code };
        const words = { id, reason: 'known', by };
        return store.reviews.except({ ...finding, ...words, ...days });
      };
      const two = await Promise.all(['e1', 'e2'].map(id => accept(id, now)));
      expect(two.filter(Boolean)).toHaveLength(1);
      expect(await store.reviews.exceptions({ now })).toHaveLength(1);

      expect(await accept('e3', now + DAY)).toBe(true);
      const ended = { now: now + DAY, ended: true };
      expect(await store.reviews.exceptions(ended)).toHaveLength(2);
      expect(
        await store.reviews.exceptions({ ...ended, limit: 1 }),
      ).toMatchObject([{ id: 'e3' }]);
      const passed = two[0] ? 'e1' : 'e2';
      await store.reviews.endException(passed, { by, at: now + 2 * DAY });
      expect((await store.reviews.exception(passed))?.endedBy).toBeUndefined();
    });

    it('mutes rows until a day, anew with other words, and hears of them again', async () => {
      const mute = (records: MuteRecord[]) => store.mutes.mute(records);
      const mutes = (at: number) => store.mutes.mutes(at);
      const one = {
        rowId: 'component:default/a#production',
        until: now + DAY,
        by: 'user:default/eve',
        at: now,
        reason: 'A migration is under way.',
      };
      const other = { ...one, rowId: 'component:default/b#' };
      await mute([one, other]);
      expect(await mutes(now)).toEqual([one, other]);
      expect(await mutes(now + DAY)).toEqual([]);

      const longer = { ...one, until: now + 2 * DAY, reason: 'It takes long.' };
      await mute([{ ...one, reason: 'overtaken' }, longer]);
      expect(await mutes(now + DAY)).toEqual([longer]);

      await store.mutes.unmute([one.rowId, 'component:default/unknown#']);
      expect(await mutes(now)).toEqual([other]);
      await mute([]);
      await store.mutes.unmute([]);
      await store.history.forget(now + DAY + 1);
      expect(await mutes(now)).toEqual([]);
    });
  });
}
