import {
  MuteRequest,
  ReviewResult,
  UnmuteRequest,
} from 'backstage-plugin-service-secrets-common';

import { FleetStore } from '../FleetStore';
import { MuteRecord } from '../records';
import { eachTarget, endOf } from './eachTarget';

/** What muting needs. */
export interface MuteServiceOptions {
  readonly store: Pick<FleetStore, 'rows' | 'mutes'>;
  readonly clock: () => Date;
}

/** Silences the notices of rows until a day, and takes that back. Who may is decided before. */
export class MuteService {
  constructor(private readonly options: MuteServiceOptions) {}

  async mute(
    { targets, until, reason }: MuteRequest,
    by: string,
  ): Promise<ReviewResult> {
    const { store, clock } = this.options;
    const at = clock().getTime();
    const end = endOf(until, at);
    const records: MuteRecord[] = [];
    const result = await eachTarget(store, targets, async ({ id }) => {
      records.push({ rowId: id, until: end, by, at, reason });
      return undefined;
    });
    if (records.length > 0) await store.mutes.mute(records);
    return result;
  }

  async unmute({ targets }: UnmuteRequest): Promise<ReviewResult> {
    const { store, clock } = this.options;
    const holding = await store.mutes.mutes(clock().getTime());
    const muted = new Set(holding.map(({ rowId }) => rowId));
    const rowIds: string[] = [];
    const result = await eachTarget(store, targets, async ({ id }) => {
      if (!muted.has(id)) return 'It is not muted';
      rowIds.push(id);
      return undefined;
    });
    if (rowIds.length > 0) await store.mutes.unmute(rowIds);
    return result;
  }
}
