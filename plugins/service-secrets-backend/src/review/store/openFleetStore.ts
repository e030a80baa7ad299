import type { Knex } from 'knex';

import { FleetStore } from '../FleetStore';
import { KnexHistoryStore } from './KnexHistoryStore';
import { KnexMuteStore } from './KnexMuteStore';
import { KnexReviewStore } from './KnexReviewStore';
import { KnexRowStore } from './KnexRowStore';
import { KnexRunStore } from './KnexRunStore';

/** The fleet's memory in a database, which is opened when it is first needed. */
export function openFleetStore(open: () => Promise<Knex>): FleetStore {
  return {
    rows: new KnexRowStore(open),
    reviews: new KnexReviewStore(open),
    runs: new KnexRunStore(open),
    history: new KnexHistoryStore(open),
    mutes: new KnexMuteStore(open),
  };
}
