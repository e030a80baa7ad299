import { ReportService } from '../../serve/ReportService';
import { FleetStore, RowUpdate } from '../FleetStore';
import { ExceptionRecord, FindingRecord, rowIdOf, RowRecord } from '../records';
import { FleetEntity } from './FleetEntity';
import { mergeRow } from './mergeRow';
import { Observation } from './Observation';
import { observe, refusal } from './observe';

/** What collecting one service needs. */
export interface ServiceCollectorOptions {
  readonly store: FleetStore;
  readonly reports: ReportService;
  readonly clock: () => Date;
}

/** What a collection changed for one service: notices are made of it. */
export interface ServiceOutcome {
  readonly entity: FleetEntity;
  readonly rows: readonly Omit<RowRecord, 'signOff'>[];
  /** The rows as they were before. */
  readonly before: readonly RowRecord[];
  /** Findings that were open before and still are. */
  readonly lasting: readonly FindingRecord[];
  readonly opened: readonly FindingRecord[];
  readonly closed: readonly FindingRecord[];
  /** What somebody accepted, and it holds. */
  readonly accepted: readonly ExceptionRecord[];
  /** Ids of rows whose claim nothing confirms: what closed there is out of sight. */
  readonly denied: readonly string[];
  /** Nothing at all could be read. */
  readonly failed: boolean;
}

/** Which of the findings that were open are gone, and which stay; those of rows that are gone are neither. */
function fates(
  findings: readonly FindingRecord[],
  updates: readonly RowUpdate[],
): Pick<ServiceOutcome, 'closed' | 'lasting'> {
  const of = (isClosed: boolean) =>
    updates.flatMap(({ row, closed }) =>
      findings.filter(
        ({ rowId, findingId }) =>
          rowId === row.id && closed.includes(findingId) === isClosed,
      ),
    );
  return { closed: of(true), lasting: of(false) };
}

/** Reads one service by the path the tab uses and keeps what is worth keeping. */
export class ServiceCollector {
  constructor(private readonly options: ServiceCollectorOptions) {}

  async collect(
    entity: FleetEntity,
    known: readonly RowRecord[],
  ): Promise<ServiceOutcome> {
    const { store, clock } = this.options;
    // Of before the questions: whoever asks later knows better, however long the answers take.
    const at = clock().getTime();
    const observations = await this.observe(entity);
    const rowIds = known.map(({ id }) => id);
    const [findings, exceptions] =
      rowIds.length > 0
        ? await Promise.all([
            store.rows.findings({ rowIds }),
            store.reviews.exceptions({ now: at, rowIds }),
          ])
        : [[], []];
    const updates = observations.map(observation => {
      const id = rowIdOf(entity.entityRef, observation.environment);
      const ofRow = <T extends { readonly rowId: string }>(
        list: readonly T[],
      ) => list.filter(({ rowId }) => rowId === id);
      const before = {
        row: known.find(row => row.id === id),
        findings: ofRow(findings),
        exceptions: ofRow(exceptions),
      };
      return mergeRow(before, { entity, observation, at });
    });
    const kept: RowUpdate[] = [];
    for (const update of updates) {
      if (await store.rows.save(update)) kept.push(update);
    }
    const present = updates.map(({ row }) => row.id);
    const gone = rowIds.filter(id => !present.includes(id));
    await store.rows.close(gone, at);
    const denied = updates
      .filter((_update, index) => observations[index].denied)
      .map(({ row }) => row.id);
    return {
      entity,
      rows: kept.map(({ row }) => row),
      before: known,
      opened: kept.flatMap(({ opened }) => opened),
      ...fates(findings, kept),
      accepted: exceptions,
      denied,
      failed: kept.some(
        ({ row }) => !denied.includes(row.id) && row.collectedAt !== at,
      ),
    };
  }

  private async observe({ binding }: FleetEntity): Promise<Observation[]> {
    if (binding.kind === 'bound') {
      const state = await this.options.reports.read(binding.binding);
      return observe(state, this.options.clock());
    }
    if (binding.kind === 'unbound') return [];
    const problems = binding.problems
      .map(({ annotation, reason }) => `\`${annotation}\` ${reason}`)
      .join('; ');
    return [refusal('', `The annotations cannot be used: ${problems}.`)];
  }
}
