import { FleetQuery } from 'backstage-plugin-service-secrets-common';

import {
  ChangeRecord,
  DayRecord,
  ExceptionRecord,
  FindingRecord,
  InventoryRecord,
  Moment,
  MuteRecord,
  ReviewRecord,
  RowRecord,
  RunRecord,
  SignOff,
} from './records';

/** What a collection learnt about one row; kept together or not at all. */
export interface RowUpdate {
  /** Its sign-off is left as the store has it. */
  readonly row: Omit<RowRecord, 'signOff'>;
  /** What the drift was computed from: where the store has another by now, its drift is left too. */
  readonly signOff?: SignOff;
  readonly opened: readonly FindingRecord[];
  /** Ids of findings that are gone. */
  readonly closed: readonly string[];
  /** Open findings whose words changed. */
  readonly reworded: readonly FindingRecord[];
  readonly changes: readonly ChangeRecord[];
}

/** Which findings are asked for. */
export interface FindingSearch {
  readonly rowIds?: readonly string[];
  /** Opened or closed since then; otherwise those open now. */
  readonly since?: Moment;
}

/** Which news are asked for. */
export interface NewsSearch {
  readonly since: Moment;
  readonly rowId?: string;
  /** At most so many that opened, that closed, and that changed: who shows so many of all of them misses none. */
  readonly limit: number;
}

/** What came and went. */
export interface News {
  /** Opened or closed since then. */
  readonly findings: readonly FindingRecord[];
  readonly changes: readonly ChangeRecord[];
  /** Openings, closings and changes, also those beyond the limit. */
  readonly total: number;
}

/** The rows of the fleet and their findings. */
export interface RowStore {
  page(
    query: FleetQuery,
    now: Moment,
  ): Promise<{
    readonly rows: readonly RowRecord[];
    readonly total: number;
    readonly nextCursor?: string;
  }>;
  /**
   * The ids of rows that are not closed, each with a text that becomes another
   * with every change of the row, its sign-off or its findings.
   */
  revisions(): Promise<ReadonlyMap<string, string>>;
  /** Rows that are not closed; all of them unless ids are named. */
  rows(ids?: readonly string[]): Promise<readonly RowRecord[]>;
  findings(search?: FindingSearch): Promise<readonly FindingRecord[]>;
  /** False: somebody collected it later already, or closed it, and nothing of the update was kept. */
  save(update: RowUpdate): Promise<boolean>;
  /**
   * The services are gone from the catalog, or no longer in that environment;
   * their sign-offs end with them. Rows collected after that moment stay.
   */
  close(ids: readonly string[], at: Moment): Promise<void>;
  /** What came and went since then, the newest of each kind; `total` counts all of it. */
  news(search: NewsSearch): Promise<News>;
}

/** Reviews and exceptions. */
export interface ReviewStore {
  /** Keeps the log entry and makes the sign-off hold, or none. */
  sign(entry: ReviewRecord, signOff?: SignOff): Promise<void>;
  /** Newest first. */
  log(rowId: string, limit: number): Promise<readonly ReviewRecord[]>;
  lastSignedAt(): Promise<Moment | undefined>;
  /** Exceptions, newest first: those that hold at `now`, or with `ended` all. */
  exceptions(search: {
    readonly now: Moment;
    readonly rowIds?: readonly string[];
    readonly ended?: boolean;
    readonly limit?: number;
  }): Promise<readonly ExceptionRecord[]>;
  exception(id: string): Promise<ExceptionRecord | undefined>;
  /** False: one holds for that finding already, and nothing was kept. */
  except(exception: ExceptionRecord): Promise<boolean>;
  /** Whoever ended it first stays the one who did; one whose day passed needs nobody. */
  endException(id: string, by: Pick<ReviewRecord, 'by' | 'at'>): Promise<void>;
  /** Where an accepted finding puts its row among the others. */
  place(rowId: string, worstKey: string): Promise<void>;
}

/** Somebody wants every service read after that moment. */
export interface CollectionRequest {
  readonly by: string;
  readonly at: Moment;
}

/** Whose turn it is to collect. */
export interface Turn {
  readonly holder?: string;
  readonly expiresAt: Moment;
  readonly dueAt: Moment;
  /** Waits until a run accepts it. */
  readonly request?: CollectionRequest;
}

/** Runs of the collection, and the turn that only one replica has. */
export interface RunStore {
  turn(): Promise<Turn>;
  /** Takes the turn when it is due, or asked for, and nobody living has it. */
  take(holder: string, now: Moment, leaseMs: number): Promise<boolean>;
  /** False: the turn was lost to somebody else. */
  keep(holder: string, now: Moment, leaseMs: number): Promise<boolean>;
  /** Ends the turn; without `dueAt` the work goes on at the next chance. What was asked for meanwhile stays asked for. */
  leave(holder: string, dueAt?: Moment): Promise<void>;
  /** Only the latest request waits: a run that answers it answers those before. */
  request(request: CollectionRequest): Promise<void>;
  /**
   * The run that begins answers this request, unless somebody asked since or
   * the turn was lost. It is due from now on, so that another replica goes on
   * when this one goes away.
   */
  accept(
    holder: string,
    request: CollectionRequest,
    now: Moment,
  ): Promise<void>;
  /** False: the turn was lost to somebody else, and nothing was kept. */
  saveRun(holder: string, run: RunRecord): Promise<boolean>;
  /** Newest first. */
  runs(limit: number): Promise<readonly RunRecord[]>;
}

/** Days of the past, and what Vault lists. */
export interface HistoryStore {
  saveDays(days: readonly DayRecord[]): Promise<void>;
  days(rowId: string, from: string): Promise<readonly DayRecord[]>;
  /** Forgets days, runs, closed findings, changes and ended mutes before then. */
  forget(before: Moment): Promise<void>;
  inventory(instance?: string): Promise<readonly InventoryRecord[]>;
  /** A text that becomes another with every change of the inventory. */
  inventoryRevision(): Promise<string>;
  /** Makes the named kind on that mount be exactly these. */
  saveInventory(
    section: Pick<InventoryRecord, 'instance' | 'kind' | 'mount'>,
    records: readonly InventoryRecord[],
  ): Promise<void>;
}

/** Rows whose owners get no notice until a day. */
export interface MuteStore {
  /** A row that is muted already gets the new end and reason. */
  mute(records: readonly MuteRecord[]): Promise<void>;
  unmute(rowIds: readonly string[]): Promise<void>;
  /** Those that hold at `now`. */
  mutes(now: Moment): Promise<readonly MuteRecord[]>;
}

/** The fleet's memory. */
export interface FleetStore {
  readonly rows: RowStore;
  readonly reviews: ReviewStore;
  readonly runs: RunStore;
  readonly history: HistoryStore;
  readonly mutes: MuteStore;
}
