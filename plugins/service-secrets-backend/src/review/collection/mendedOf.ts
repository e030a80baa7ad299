import {
  ExpiryKind,
  FindingCode,
} from 'backstage-plugin-service-secrets-common';

import { NoticeConfig, NoticeThresholds } from '../config';
import {
  isAged,
  isOver,
  isStuck,
  nearExpiries,
  replacedCodes,
  wiringCodes,
} from './noticeLimits';
import {
  areAccepted,
  isAccepted,
  isExpiryAccepted,
  NoticeOutcome,
} from './NoticeOutcome';

/** A trouble of a service that is over. */
export interface Mended {
  readonly entityRef: string;
  /** Of the service. */
  readonly title: string;
  /** The trouble, in a few words. */
  readonly what: string;
}

type Row = NoticeOutcome['rows'][number];

const endWords: Readonly<Record<ExpiryKind, (name: string) => string>> = {
  certificate: name => `certificate \`${name}\` ends soon`,
  ca: name => `CA \`${name}\` ends soon`,
  cliff: name => `certificates cut short by the CA \`${name}\``,
  rotation: name => `rotation of \`${name}\``,
};

function codeWords(code: FindingCode): string {
  return code.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
}

/** Findings that are gone and were told of before. */
function mendedFindings(
  outcome: NoticeOutcome,
  { codes, thresholds }: Pick<NoticeConfig, 'codes' | 'thresholds'>,
): string[] {
  const { brokenWiringMs } = thresholds;
  const spokenFor = replacedCodes(thresholds);
  const wasTold = (finding: NoticeOutcome['closed'][number]) => {
    const { code, rowId } = finding;
    if (brokenWiringMs !== undefined && wiringCodes.has(code)) {
      const row = outcome.before.find(({ id }) => id === rowId);
      return isAged(finding, brokenWiringMs, row?.attemptedAt ?? 0);
    }
    return codes.has(code) && !spokenFor.has(code);
  };
  return outcome.closed
    .filter(finding => wasTold(finding) && !isAccepted(outcome, finding))
    .map(({ code }) => codeWords(code));
}

/** What was within a threshold and got out of it. */
function mendedCrossings(
  outcome: NoticeOutcome,
  row: Row,
  thresholds: NoticeThresholds,
): string[] {
  const before = outcome.before.find(({ id }) => id === row.id);
  if (!before) return [];
  const near = new Set(
    nearExpiries(row, thresholds).map(({ kind, name }) => `${kind} ${name}`),
  );
  const ends = nearExpiries(before, thresholds)
    .filter(({ kind, name }) => !near.has(`${kind} ${name}`))
    .filter(fact => !isExpiryAccepted(outcome, before, fact))
    .map(({ kind, name }) => endWords[kind](name));
  const codes = [
    { is: isStuck, code: 'leaseIrrevocable' as const },
    { is: isOver, code: 'leasesOverBudget' as const },
  ]
    .filter(({ is }) => is(before, thresholds) && !is(row, thresholds))
    .map(({ code }) => code)
    .filter(of => !areAccepted(outcome, row.id, ({ code }) => code === of));
  return [...ends, ...codes.map(codeWords)];
}

/** What of a service is over since it was last looked at, of what its owner had been told. */
export function mendedOf(
  outcome: NoticeOutcome,
  config: Pick<NoticeConfig, 'codes' | 'thresholds'>,
): Mended[] {
  const { entityRef, title } = outcome.entity;
  const found = [
    ...mendedFindings(outcome, config),
    ...outcome.rows.flatMap(row =>
      mendedCrossings(outcome, row, config.thresholds),
    ),
  ];
  return [...new Set(found)].map(what => ({ entityRef, title, what }));
}
