import {
  CollectionStatus,
  ConnectionList,
  ExceptionRequest,
  FindingException,
  FleetFilter,
  FleetPage,
  FleetRow,
  FleetTarget,
  MuteRequest,
  ReviewEntry,
  ReviewResult,
  SignOffRequest,
  UnmuteRequest,
  WithdrawRequest,
} from 'backstage-plugin-service-secrets-common';

import { ExportFormat, FleetApi, RowQuery } from '../api/FleetApi';
import { after } from './builders';
import {
  aCalendar,
  aHistory,
  anAccess,
  aRolePage,
  gradeDb,
  someChanges,
  someConcerns,
} from './fleetAnswers';
import { aCollectionStatus, aFleetSummary } from './fleetBuilders';

const lists = {
  health: (row: FleetRow) => [row.health],
  owner: (row: FleetRow) => [row.owner ?? 'none'],
  system: (row: FleetRow) => [row.system ?? 'none'],
  environment: (row: FleetRow) => [row.environment],
  review: (row: FleetRow) => [row.review.state],
  code: (row: FleetRow) => row.findings.map(({ code }) => code),
} as const;

function fits(row: FleetRow, filter: FleetFilter): boolean {
  const text = `${row.title} ${row.owner}`;
  if (filter.text && !text.includes(filter.text)) return false;
  return Object.entries(lists).every(([name, of]) => {
    const asked = filter[name as keyof typeof lists]; // the keys of the record above
    return !asked || of(row).some(value => asked.some(one => one === value));
  });
}

const same = (a: FleetTarget, b: FleetTarget) =>
  a.entityRef === b.entityRef && a.environment === b.environment;

/** A fleet that remembers reviews and exceptions. What fails is put in its place. */
export class FakeFleetApi implements FleetApi {
  rowsOfFleet: readonly FleetRow[];
  statusNow: CollectionStatus = aCollectionStatus();
  connectionsNow: ConnectionList = { items: [gradeDb] };
  /** Set to a failure, every question fails with it. */
  failure?: Error;
  readonly asked: RowQuery[] = [];
  readonly signed: SignOffRequest[] = [];
  readonly withdrawn: WithdrawRequest[] = [];
  readonly excepted: ExceptionRequest[] = [];
  readonly ended: string[] = [];
  readonly muted: MuteRequest[] = [];
  readonly unmuted: UnmuteRequest[] = [];
  /** Which rows, or the fleet as undefined, history, changes and exceptions were asked of. */
  readonly askedOf: (FleetTarget | undefined)[] = [];
  /** Exceptions that no longer hold. */
  endedExceptions: readonly FindingException[] = [];
  readonly exported: { filter: FleetFilter; format: ExportFormat }[] = [];
  readonly log: ReviewEntry[] = [];
  collections = 0;

  constructor(rows: readonly FleetRow[] = []) {
    this.rowsOfFleet = rows;
  }

  async rows(query: RowQuery): Promise<FleetPage> {
    this.asked.push(query);
    const { filter, limit, cursor } = query;
    const from = Number(cursor ?? 0);
    const all = this.fitting(filter);
    const end = from + limit;
    return this.answer({
      servedAt: after(0),
      items: all.slice(from, end),
      total: all.length,
      nextCursor: end < all.length ? String(end) : undefined,
    });
  }

  async summary(filter: FleetFilter) {
    return this.answer(aFleetSummary(this.fitting(filter), this.rowsOfFleet));
  }

  async status() {
    return this.answer(this.statusNow);
  }

  async expiry() {
    return this.answer(aCalendar());
  }

  async roles({ concern }: { concern?: string }) {
    const page = aRolePage();
    const items = page.items.filter(
      role => !concern || role.concern === concern,
    );
    return this.answer({ ...page, items, total: items.length });
  }

  async concerns() {
    return this.answer(someConcerns());
  }

  async connections() {
    return this.answer(this.connectionsNow);
  }

  async access({ name }: { name: string }) {
    return this.answer(anAccess({ ...gradeDb, name }));
  }

  async history({ days, target }: { days: number; target?: FleetTarget }) {
    this.askedOf.push(target);
    return this.answer(aHistory(days));
  }

  async changes({ target }: { target?: FleetTarget }) {
    this.askedOf.push(target);
    const changes = someChanges();
    if (!target) return this.answer(changes);
    const items = changes.items
      .slice(0, 1)
      .map(change => ({ ...change, ...target }));
    return this.answer({ ...changes, items, total: items.length });
  }

  async reviewLog() {
    return this.answer({ items: [...this.log] });
  }

  async exceptions(query: { ended: boolean; target?: FleetTarget }) {
    const { ended, target } = query;
    this.askedOf.push(target);
    const all = [
      ...this.rowsOfFleet.flatMap(exceptionsOf),
      ...(ended ? this.endedExceptions : []),
    ];
    return this.answer({
      items: all.filter(item => !target || same(item, target)),
    });
  }

  async exportFile(filter: FleetFilter, format: ExportFormat) {
    this.exported.push({ filter, format });
    return this.answer({
      name: `service-secrets-2026-03-02.${format}`,
      content: new Blob(['rows']),
    });
  }

  async collect() {
    this.collections += 1;
    this.statusNow = { ...this.statusNow, requested: true };
    return this.answer(this.statusNow);
  }

  async signOff(request: SignOffRequest): Promise<ReviewResult> {
    this.signed.push(request);
    const { targets, until, note } = request;
    const by = 'user:default/ada';
    const review = { state: 'signed', by, at: after(0), until, note } as const;
    this.change(targets, { review });
    return this.answer({ done: targets, refused: [] });
  }

  async withdraw(request: WithdrawRequest): Promise<ReviewResult> {
    this.withdrawn.push(request);
    this.change(request.targets, { review: { state: 'none' } });
    return this.answer({ done: request.targets, refused: [] });
  }

  async except(request: ExceptionRequest): Promise<FindingException> {
    this.excepted.push(request);
    return this.answer({
      ...request,
      id: 'exception-new',
      code: 'leaseIrrevocable',
      by: 'user:default/ada',
      at: after(0),
    });
  }

  async endException(id: string): Promise<FindingException> {
    this.ended.push(id);
    const [known] = this.rowsOfFleet.flatMap(exceptionsOf);
    return this.answer({ ...known, endedAt: after(0) });
  }

  async mute(request: MuteRequest): Promise<ReviewResult> {
    this.muted.push(request);
    const { targets, until, reason } = request;
    const muted = { until, reason, by: 'user:default/ada' };
    this.change(targets, { muted });
    return this.answer({ done: targets, refused: [] });
  }

  async unmute(request: UnmuteRequest): Promise<ReviewResult> {
    this.unmuted.push(request);
    this.change(request.targets, { muted: undefined });
    return this.answer({ done: request.targets, refused: [] });
  }

  private async answer<T>(value: T): Promise<T> {
    if (this.failure) throw this.failure;
    return value;
  }

  private fitting(filter: FleetFilter): FleetRow[] {
    return this.rowsOfFleet.filter(row => fits(row, filter));
  }

  private change(
    targets: readonly FleetTarget[],
    changes: Partial<FleetRow>,
  ): void {
    this.rowsOfFleet = this.rowsOfFleet.map(row =>
      targets.some(target => same(target, row)) ? { ...row, ...changes } : row,
    );
  }
}

function exceptionsOf({ entityRef, environment, findings }: FleetRow) {
  return findings.flatMap(({ id, code, exception }): FindingException[] =>
    exception
      ? [
          {
            ...exception,
            entityRef,
            environment,
            findingId: id,
            code,
            by: 'user:default/ada',
            at: after(-86_400),
          },
        ]
      : [],
  );
}
