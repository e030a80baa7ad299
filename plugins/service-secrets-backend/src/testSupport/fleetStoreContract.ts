/* eslint-disable jest/no-export -- a suite that other tests run */
import {
  FleetFilter,
  FleetQuery,
} from 'backstage-plugin-service-secrets-common';

import { FleetStore } from '../review/FleetStore';
import { RowRecord } from '../review/records';
import {
  aFindingRecord,
  anUpdate,
  aRowRecord,
  aRunRecord,
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

/** What every memory of the fleet must do. */
export function fleetStoreContract(
  name: string,
  makeStore: () => Promise<FleetStore>,
): void {
  describe(`${name} keeps the contract of FleetStore`, () => {
    let store: FleetStore;
    const titles = async (asked: FleetQuery) =>
      (await store.rows.page(asked, now)).rows.map(({ title }) => title);

    const changes = async (since: number) =>
      (await store.rows.news({ since, limit: 10_000 })).changes;

    beforeEach(async () => {
      store = await makeStore();
    });

    it('gives a row back as it was saved', async () => {
      const row = named('a', {
        nextExpiry: {
          what: 'certificate',
          name: 'tls',
          at: '2026-12-01T00:00:00.000Z',
        },
        sources: [{ state: 'stale', source: 'leases', reason: 'sealed' }],
        facts: {
          roles: [
            { mount: 'database', name: 'r', kind: 'dynamic', grants: 'read' },
          ],
          expiries: [],
        },
      });
      await store.rows.save(anUpdate(row));

      expect(await store.rows.rows()).toEqual([row]);
      expect(await store.rows.rows([row.id, 'other#x'])).toEqual([row]);
    });

    it('pages through all rows, worst first, each once', async () => {
      for (const title of ['e', 'd', 'c', 'b', 'a']) {
        const health = title === 'd' ? 'broken' : 'healthy';
        await store.rows.save(anUpdate(named(title, { health })));
      }
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const asked = query({}, { limit: 2, cursor });
        const page = await store.rows.page(asked, now);
        expect(page.total).toBe(5);
        seen.push(...page.rows.map(({ title }) => title));
        cursor = page.nextCursor;
      } while (cursor);

      expect(seen).toEqual(['d', 'a', 'b', 'c', 'e']);
    });

    it('sorts by number both ways, and refuses the cursor of another order', async () => {
      for (const leases of [3, 1, 2]) {
        await store.rows.save(anUpdate(named(`s${leases}`, { leases })));
      }
      const by = { sort: 'leases', descending: true, limit: 2 } as const;
      const page = await store.rows.page(query({}, by), now);
      const { nextCursor: cursor } = page;

      expect(page.rows.map(({ title }) => title)).toEqual(['s3', 's2']);
      expect(await titles(query({}, { ...by, cursor }))).toEqual(['s1']);
      await expect(store.rows.page(query({}, { cursor }), now)).rejects.toThrow(
        /first page/,
      );
    });

    it.each<[string, FleetFilter, string[]]>([
      ['owner', { owner: ['group:default/shop'] }, ['shop']],
      ['no owner', { owner: ['none'] }, ['orphan']],
      [
        'several owners',
        { owner: ['group:default/shop', 'none'] },
        ['orphan', 'shop'],
      ],
      ['delivery', { delivery: ['cert-manager'] }, ['shop']],
      ['no delivery', { delivery: ['none'] }, ['orphan']],
      ['health', { health: ['broken'] }, ['grade']],
      ['code', { code: ['serviceAccountNotBound'] }, ['grade']],
      ['severity of no open finding', { severity: ['risk'] }, []],
      ['text of a role', { text: 'SHOP-Role' }, ['shop']],
      ['text with signs of patterns', { text: 'sh%p' }, []],
      ['two conditions', { health: ['broken'], owner: ['none'] }, []],
    ])('finds rows by %s', async (_what, filter, expected) => {
      const grade = named('grade', { health: 'broken' });
      const opened = [aFindingRecord({ rowId: grade.id })];
      await store.rows.save(anUpdate(grade, { opened }));
      await store.rows.save(
        anUpdate(
          named('shop', {
            owner: 'group:default/shop',
            delivery: ['agent-injector', 'cert-manager'],
            facts: {
              roles: [
                {
                  mount: 'database',
                  name: 'shop-role',
                  kind: 'dynamic',
                  grants: 'read',
                },
              ],
            },
          }),
        ),
      );
      await store.rows.save(
        anUpdate(named('orphan', { owner: undefined, delivery: [] })),
      );

      expect(await titles(query(filter))).toEqual(expected);
    });

    it('opens, rewords and closes findings, and remembers the closed ones', async () => {
      const row = named('a');
      const finding = aFindingRecord({ rowId: row.id });
      await store.rows.save(anUpdate(row, { opened: [finding] }));
      const reworded = { ...finding, message: 'Other words.' };
      await store.rows.save(anUpdate(row, { reworded: [reworded] }));
      expect(await store.rows.findings()).toEqual([reworded]);

      const later = { ...row, attemptedAt: now + 5 };
      const closed = [finding.findingId];
      await store.rows.save(anUpdate(later, { closed }));

      expect(await store.rows.findings()).toEqual([]);
      expect(await store.rows.findings({ since: now + 1 })).toEqual([
        { ...reworded, closedAt: now + 5 },
      ]);
    });

    it('closes a removed row with its findings, and takes it back when it returns', async () => {
      const row = named('a');
      const opened = [aFindingRecord({ rowId: row.id })];
      await store.rows.save(anUpdate(row, { opened }));
      await store.rows.close([row.id], now + 1);
      await store.rows.close([row.id], now + 2);

      expect(await store.rows.rows()).toEqual([]);
      expect(await store.rows.findings()).toEqual([]);
      expect(await changes(now)).toEqual([
        expect.objectContaining({ kind: 'service-removed', at: now + 1 }),
      ]);

      await store.rows.save(anUpdate({ ...row, attemptedAt: now + 3 }));
      expect(await store.rows.rows()).toHaveLength(1);
    });

    it('keeps nothing of a collection that another one has overtaken', async () => {
      const row = named('a', { leases: 1, attemptedAt: now + 10 });
      const finding = aFindingRecord({ rowId: row.id });
      const later = anUpdate(row, { opened: [finding] });
      expect(await store.rows.save(later)).toBe(true);
      const old = anUpdate(
        { ...row, leases: 7, attemptedAt: now + 9 },
        {
          opened: [{ ...finding, findingId: 'other' }],
          closed: [finding.findingId],
          changes: [
            { rowId: row.id, kind: 'wiring-changed', message: 'm', at: now },
          ],
        },
      );

      expect(await store.rows.save(old)).toBe(false);
      await store.rows.close([row.id], now + 9);
      expect(await store.rows.rows()).toMatchObject([{ leases: 1 }]);
      expect(await store.rows.findings()).toEqual([finding]);
      expect(await changes(now)).toEqual([]);

      await store.rows.close([row.id], now + 12);
      const held = anUpdate({ ...row, attemptedAt: now + 11 });
      expect(await store.rows.save(held)).toBe(false);
      expect(await store.rows.rows()).toEqual([]);
    });

    it('opens a finding once, however many collections saw it first', async () => {
      const row = named('a');
      const finding = aFindingRecord({ rowId: row.id });
      const saw = (openedAt: number) =>
        store.rows.save(anUpdate(row, { opened: [{ ...finding, openedAt }] }));
      await saw(now);
      await saw(now + 1);

      expect(await store.rows.findings()).toEqual([finding]);
    });

    it('gives the newest of what came and went, counts all of it, and knows of which row', async () => {
      const [one, two] = [named('a'), named('b')];
      for (const row of [one, two]) {
        const opened = [1, 2, 3].map(at =>
          aFindingRecord({
            rowId: row.id,
            findingId: `f${at}`,
            openedAt: now + at,
          }),
        );
        await store.rows.save(anUpdate(row, { opened }));
      }
      const message = 'its policies changed';
      const change = {
        rowId: one.id,
        kind: 'wiring-changed',
        message,
      } as const;
      await store.rows.save(
        anUpdate(
          { ...one, attemptedAt: now + 9 },
          { closed: ['f1'], changes: [{ ...change, at: now + 9 }] },
        ),
      );
      const of = { since: now + 1, rowId: one.id };

      const some = await store.rows.news({ ...of, limit: 1 });
      expect(some.total).toBe(5);
      expect(some.changes).toEqual([{ ...change, at: now + 9 }]);
      const ids = some.findings.map(({ findingId }) => findingId);
      expect(ids.sort()).toEqual(['f1', 'f3']);

      const all = await store.rows.news({ since: now, limit: 10 });
      expect(all.total).toBe(8);
      expect(all.findings).toHaveLength(6);
      const later = await store.rows.news({ since: now + 3, limit: 10 });
      expect(later.total).toBe(4);
    });

    it('takes more at once than a statement of any database holds', async () => {
      const count = 1200;
      const all = Array.from({ length: count }, (_, index) => `n${index}`);
      const row = named('a');
      const opened = all.map(findingId =>
        aFindingRecord({ rowId: row.id, findingId }),
      );
      await store.rows.save(anUpdate(row, { opened }));
      const told = all.map(message => ({
        rowId: row.id,
        kind: 'wiring-changed' as const,
        message,
        at: now,
      }));
      await store.rows.save(anUpdate(row, { closed: all, changes: told }));
      expect(await store.rows.findings()).toEqual([]);
      expect(await store.rows.findings({ since: now })).toHaveLength(count);
      expect(await changes(now)).toHaveLength(count);

      await store.history.saveDays(
        all.map(rowId => ({ rowId, day: '2026-11-22', leases: 1 })),
      );
      expect(await store.history.days('n1199', '2026-11-22')).toHaveLength(1);
      const mutes = all.map(rowId => {
        return { rowId, until: now + 1, by: 'b', at: now, reason: 'r' };
      });
      await store.mutes.mute(mutes);
      expect(await store.mutes.mutes(now)).toHaveLength(count);
      await store.mutes.unmute(all.slice(1));
      expect(await store.mutes.mutes(now)).toEqual([mutes[0]]);
      expect(await store.rows.rows([row.id, ...all])).toHaveLength(1);
      expect(await store.rows.findings({ rowIds: all })).toEqual([]);
    });

    it('keeps runs, days and what Vault lists, and forgets what is too old', async () => {
      const run = aRunRecord({ state: 'done', since: now - 1 });
      await store.runs.take('a', now, 100);
      await store.runs.saveRun('a', run);
      await store.runs.saveRun('a', { ...run, endedAt: now + 5 });
      const day = { rowId: '', day: '2026-11-22', leases: 4 };
      await store.history.saveDays([{ ...day, leases: 1 }]);
      await store.history.saveDays([day]);
      const section = {
        instance: 'vault',
        kind: 'database-role',
        mount: 'database',
      } as const;
      const listed = { ...section, name: 'r', listedAt: now };
      await store.history.saveInventory(section, [{ ...listed, name: 'gone' }]);
      await store.history.saveInventory(section, [
        { ...listed, readAt: now, data: { connection: 'pg' } },
      ]);

      expect(await store.runs.runs(5)).toEqual([{ ...run, endedAt: now + 5 }]);
      expect(await store.history.days('', '2026-11-01')).toEqual([day]);
      expect(await store.history.inventory('vault')).toEqual([
        { ...listed, readAt: now, data: { connection: 'pg' } },
      ]);

      await store.history.forget(now + 2 * DAY);
      expect(await store.runs.runs(5)).toEqual([]);
      expect(await store.history.days('', '2026-11-01')).toEqual([]);
    });
  });
}
