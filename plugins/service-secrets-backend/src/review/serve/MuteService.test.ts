import { targetOfRow } from '../records';
import {
  aRowRecord,
  anUpdate,
  fleetNow,
} from '../../testSupport/fleetBuilders';
import { inMemoryFleetStore } from '../../testSupport/InMemoryFleetStore';
import { FleetReader } from './FleetReader';
import { MuteService } from './MuteService';

const DAY = 86_400_000;
const row = aRowRecord();
const target = targetOfRow(row.id);
const stranger = { entityRef: 'component:default/x', environment: 'y' };
const by = 'user:default/eve';
const reason = 'moves to the other cluster this week';
const until = new Date(fleetNow + DAY).toISOString();

async function aFleet() {
  const store = inMemoryFleetStore();
  await store.rows.save(anUpdate(row));
  let now = fleetNow;
  const clock = () => new Date(now);
  const reader = new FleetReader({ store, clock, everyMs: DAY, keepMs: DAY });
  const shown = async () => {
    const page = await reader.page({
      filter: {},
      sort: 'worst',
      descending: false,
      limit: 1,
    });
    return page.items[0].muted;
  };
  const pass = (ms: number) => {
    now += ms;
  };
  return { store, shown, pass, mutes: new MuteService({ store, clock }) };
}

describe('muting the notices of rows', () => {
  it('shows until when, by whom and why, until that day has passed', async () => {
    const { mutes, shown, pass } = await aFleet();
    expect(await shown()).toBeUndefined();

    await mutes.mute({ targets: [target], until, reason }, by);
    expect(await shown()).toEqual({ until, by, reason });

    pass(DAY);
    expect(await shown()).toBeUndefined();
  });

  it('takes the new end and reason when a row is muted again', async () => {
    const { mutes, shown, store } = await aFleet();
    await mutes.mute({ targets: [target], until, reason }, by);
    const later = new Date(fleetNow + 2 * DAY).toISOString();
    const again = { targets: [target, target], until: later, reason: 'longer' };
    const result = await mutes.mute(again, 'user:default/bob');

    expect(result).toEqual({ done: [target], refused: [] });
    expect(await store.mutes.mutes(fleetNow)).toHaveLength(1);
    expect(await shown()).toEqual({
      until: later,
      by: 'user:default/bob',
      reason: 'longer',
    });
  });

  it('refuses a row the fleet does not have and mutes the others', async () => {
    const { mutes, shown } = await aFleet();
    const targets = [stranger, target];
    const result = await mutes.mute({ targets, until, reason }, by);

    expect(result).toEqual({
      done: [target],
      refused: [{ target: stranger, reason: 'The fleet has no such service' }],
    });
    expect(await shown()).toBeDefined();
  });

  it.each([
    ['in the past', fleetNow],
    ['more than two years ahead', fleetNow + 1000 * DAY],
  ])('mutes nothing when the day lies %s', async (words, end) => {
    const { mutes, store } = await aFleet();
    const wrong = new Date(end).toISOString();

    await expect(
      mutes.mute({ targets: [target], until: wrong, reason }, by),
    ).rejects.toThrow(words);
    expect(await store.mutes.mutes(fleetNow)).toEqual([]);
  });

  it('lets the owner be told again, and says which rows were not muted', async () => {
    const { mutes, shown } = await aFleet();
    await mutes.mute({ targets: [target], until, reason }, by);

    expect(await mutes.unmute({ targets: [target] })).toEqual({
      done: [target],
      refused: [],
    });
    expect(await shown()).toBeUndefined();
    expect(await mutes.unmute({ targets: [target] })).toEqual({
      done: [],
      refused: [{ target, reason: 'It is not muted' }],
    });
  });
});
