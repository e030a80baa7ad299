import {
  aFindingRecord,
  anUpdate,
  aRowRecord,
  fleetNow as now,
} from '../../testSupport/fleetBuilders';
import { inMemoryFleetStore } from '../../testSupport/InMemoryFleetStore';
import { FleetStore } from '../FleetStore';
import { FleetImage } from './FleetImage';

const DAY = 86_400_000;
const a = aRowRecord({ entityRef: 'component:default/a' });
const b = aRowRecord({ entityRef: 'component:default/b' });

/** The store as one replica has it, which notes the rows it is asked for. */
function aReplica(store: FleetStore) {
  const asked: (readonly string[])[] = [];
  const rows: FleetStore['rows'] = {
    ...store.rows,
    rows: async ids => {
      asked.push(ids ?? ['all']);
      return store.rows.rows(ids);
    },
  };
  return { asked, image: new FleetImage({ ...store, rows }) };
}

/** Two replicas on one database; what one saves is asked of the other. */
async function twoReplicas() {
  const writer = inMemoryFleetStore();
  await writer.rows.save(anUpdate(a));
  await writer.rows.save(anUpdate(b));
  const { asked, image } = aReplica(writer);
  await image.rows(now);
  asked.length = 0;
  const titles = async () =>
    (await image.rows(now)).map(({ row }) => row.title).sort();
  const first = async () =>
    (await image.rows(now, { text: 'default/a' }))[0].row;
  return { writer, asked, image, titles, first };
}

describe('the image of the fleet', () => {
  it('reads no row again while none changed', async () => {
    const { image, asked, titles } = await twoReplicas();

    expect(await titles()).toEqual(['a', 'b']);
    expect(await image.records()).toHaveLength(2);
    expect(asked).toEqual([]);
  });

  it('shows at once what another replica collected, and reads only that row', async () => {
    const { writer, asked, first } = await twoReplicas();
    const finding = aFindingRecord({ rowId: a.id });
    const changed = { ...a, leases: 7 };
    await writer.rows.save(anUpdate(changed, { opened: [finding] }));

    expect(await first()).toMatchObject({
      leases: 7,
      findings: [{ code: finding.code }],
    });
    expect(asked).toEqual([[a.id]]);

    const closed = [finding.findingId];
    await writer.rows.save(anUpdate(changed, { closed }));
    expect((await first()).findings).toEqual([]);
  });

  it('shows at once a sign-off of another replica, and that it was withdrawn', async () => {
    const { writer, first } = await twoReplicas();
    const by = 'user:default/eve';
    const entry = { id: '1', rowId: a.id, by, at: now, note: '' };
    const { fingerprint } = a;
    const signOff = { by, at: now, until: now + DAY, note: '', fingerprint };
    await writer.reviews.sign({ ...entry, action: 'signed' }, signOff);
    expect((await first()).review).toMatchObject({ state: 'signed', by });

    await writer.reviews.sign({ ...entry, action: 'withdrawn' });
    expect((await first()).review).toEqual({ state: 'none' });
  });

  it('shows at once that a finding was accepted elsewhere, and its end without a change', async () => {
    const { writer, image, first } = await twoReplicas();
    const finding = aFindingRecord({ rowId: a.id });
    await writer.rows.save(anUpdate(a, { opened: [finding] }));
    await writer.reviews.except({
      ...finding,
      id: 'e',
      reason: 'known',
      by: 'user:default/eve',
      at: now,
      until: now + DAY,
    });
    await writer.reviews.place(a.id, '39a');
    expect((await first()).findings[0].exception).toMatchObject({ id: 'e' });

    const later = await image.rows(now + DAY, { code: [finding.code] });
    expect(later).toHaveLength(1);
    expect(later[0].record.worstKey).toBe('39a');
  });

  it('forgets a row another replica closed, and has it again when it returns', async () => {
    const { writer, titles } = await twoReplicas();
    await writer.rows.close([b.id], now);
    expect(await titles()).toEqual(['a']);

    await writer.rows.save(anUpdate({ ...b, title: 'b again' }));
    expect(await titles()).toEqual(['a', 'b again']);
  });

  it('reads again what changed while it was read', async () => {
    const { writer } = await twoReplicas();
    let isChanged = false;
    const rows: FleetStore['rows'] = {
      ...writer.rows,
      findings: async search => {
        const found = await writer.rows.findings(search);
        // Comes after the findings were read and before the answer.
        if (!isChanged) {
          isChanged = true;
          const opened = [aFindingRecord({ rowId: a.id })];
          await writer.rows.save(anUpdate(a, { opened }));
        }
        return found;
      },
    };
    const image = new FleetImage({ ...writer, rows });
    await image.rows(now);

    const broken = await image.rows(now, { severity: ['broken'] });
    expect(broken.map(({ row }) => row.title)).toEqual(['a']);
  });

  it('keeps what Vault lists until somebody changes it', async () => {
    const { writer } = await twoReplicas();
    let reads = 0;
    const history: FleetStore['history'] = {
      ...writer.history,
      inventory: async instance => {
        reads += 1;
        return writer.history.inventory(instance);
      },
    };
    const image = new FleetImage({ ...writer, history });
    const section = {
      instance: 'vault',
      kind: 'connection',
      mount: 'database',
    } as const;
    const listed = { ...section, name: 'pg', listedAt: now };
    await image.inventory();
    await image.inventory();
    expect(reads).toBe(1);

    await writer.history.saveInventory(section, [listed]);
    const { connections } = await image.inventory();
    expect(connections).toEqual([
      expect.objectContaining({ instance: 'vault', name: 'pg' }),
    ]);
    expect(reads).toBe(2);
  });
});
