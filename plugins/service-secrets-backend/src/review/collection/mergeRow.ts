import { Finding, Health } from 'backstage-plugin-service-secrets-common';

import { severityOrder } from '../../assess/status';
import { RowUpdate } from '../FleetStore';
import {
  ChangeRecord,
  ExceptionRecord,
  FindingRecord,
  Moment,
  RowRecord,
  rowIdOf,
} from '../records';
import { worstKey } from '../rows/worstKey';
import { driftOf } from './fingerprintOf';
import { FleetEntity } from './FleetEntity';
import {
  isStale,
  mergeCounts,
  mergeFacts,
  mergeFingerprint,
  nextExpiry,
  notesOf,
  readAnything,
} from './keepKnown';
import { Observation } from './Observation';

/** What a row was before, and what was accepted of it. */
export interface Before {
  readonly row?: RowRecord;
  /** Open ones. */
  readonly findings: readonly FindingRecord[];
  readonly exceptions: readonly ExceptionRecord[];
}

/** What is known now. */
export interface Now {
  readonly entity: FleetEntity;
  readonly observation: Observation;
  readonly at: Moment;
}

interface FindingChanges {
  readonly opened: FindingRecord[];
  readonly reworded: FindingRecord[];
  readonly closed: string[];
  /** All that are open afterwards. */
  readonly open: FindingRecord[];
}

/** A finding is gone when its check was made and no longer reports it; never because the check could not be made. */
function compareFindings(
  rowId: string,
  { findings: known }: Before,
  { observation, at }: Now,
): FindingChanges {
  const ids = new Map(known.map(finding => [finding.findingId, finding]));
  const seen: FindingRecord[] = observation.findings.map(
    ({ id, code, severity, message, remedy }: Finding) => ({
      rowId,
      findingId: id,
      code,
      severity,
      message,
      remedy,
      openedAt: ids.get(id)?.openedAt ?? at,
    }),
  );
  const seenIds = new Set(seen.map(({ findingId }) => findingId));
  const missing = known.filter(({ findingId }) => !seenIds.has(findingId));
  const held = missing.filter(({ code }) => observation.unknown.includes(code));
  return {
    opened: seen.filter(({ findingId }) => !ids.has(findingId)),
    reworded: seen.filter(finding => {
      const older = ids.get(finding.findingId);
      return older !== undefined && older.message !== finding.message;
    }),
    closed: missing
      .filter(finding => !held.includes(finding))
      .map(({ findingId }) => findingId),
    open: [...seen, ...held],
  };
}

function verdict(
  { status }: Observation,
  open: readonly FindingRecord[],
): { health: Health; sentence: string } {
  const [worst] = [...open].sort(
    (a, b) =>
      severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity),
  );
  // What broke before and cannot be looked at now is still broken.
  return worst?.severity === 'broken' && status.health !== 'broken'
    ? { health: 'broken', sentence: worst.message }
    : { health: status.health, sentence: status.sentence };
}

function changesOf(
  row: Pick<RowRecord, 'id' | 'fingerprint' | 'title'>,
  before: RowRecord | undefined,
  at: Moment,
): ChangeRecord[] {
  if (!before) {
    const message = `\`${row.title}\` is collected from now on`;
    return [{ rowId: row.id, kind: 'service-added', message, at }];
  }
  const older = { ...before.fingerprint, findings: row.fingerprint.findings };
  return driftOf(older, row.fingerprint).map(message => ({
    rowId: row.id,
    kind: 'wiring-changed',
    message,
    at,
  }));
}

function columnsOf(
  { entity, observation, at }: Now,
  known: RowRecord | undefined,
) {
  const { environment } = observation;
  return {
    id: rowIdOf(entity.entityRef, environment),
    entityRef: entity.entityRef,
    environment,
    title: entity.title,
    owner: entity.owner,
    system: entity.system,
    lifecycle: entity.lifecycle,
    instance: observation.instance ?? known?.instance,
    cluster: observation.cluster ?? known?.cluster,
    namespace: observation.namespace ?? known?.namespace,
    delivery: observation.delivery ?? known?.delivery ?? [],
    adoption: observation.adoption ?? known?.adoption ?? 'unknown',
    attemptedAt: at,
    entityTag: entity.tag,
  };
}

/**
 * Joins what was seen now with what was known: parts that could not be read
 * keep their last good value and the row says so.
 */
export function mergeRow(before: Before, now: Now): RowUpdate {
  const { observation, at } = now;
  const known = observation.denied ? undefined : before.row;
  const columns = columnsOf(now, known);
  const findings = compareFindings(columns.id, before, now);
  const accepted = new Set(before.exceptions.map(({ findingId }) => findingId));
  const shown = findings.open.filter(
    ({ findingId }) => !accepted.has(findingId),
  );
  const { health, sentence } = verdict(observation, findings.open);
  const facts = mergeFacts(known?.facts, observation.facts);
  const fingerprint = mergeFingerprint(known?.fingerprint, {
    ...observation.fingerprint,
    findings: findings.open
      .filter(({ severity }) => severity !== 'unknown')
      .map(({ findingId }) => findingId),
  });
  const { signOff, drift = [] } = before.row ?? {};
  const drifted = signOff ? driftOf(signOff.fingerprint, fingerprint) : [];
  const stale = isStale(observation, known);
  const allDrift = [...new Set([...drift, ...drifted])];
  const row: RowUpdate['row'] = {
    ...columns,
    ...mergeCounts(known, observation),
    health,
    sentence,
    worstKey: worstKey({ health, title: columns.title }, shown),
    nextExpiry: nextExpiry(facts),
    collectedAt: readAnything(observation) ? at : known?.collectedAt,
    addedAt: before.row?.addedAt ?? at,
    stale,
    sources: notesOf(observation, stale ? known?.collectedAt : undefined),
    facts,
    fingerprint,
    drift: signOff && allDrift.length > 0 ? allDrift : undefined,
  };
  const { opened, closed, reworded } = findings;
  return {
    row,
    signOff,
    opened,
    closed,
    reworded,
    changes: changesOf(row, before.row, at),
  };
}
