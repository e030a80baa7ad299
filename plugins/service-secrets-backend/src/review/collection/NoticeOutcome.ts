import { FindingCode } from 'backstage-plugin-service-secrets-common';

import { ExpiryFact, FindingRecord } from '../records';
import { ServiceOutcome } from './ServiceCollector';

/** What of a collected service notices are made of. */
export type NoticeOutcome = Pick<
  ServiceOutcome,
  | 'entity'
  | 'rows'
  | 'before'
  | 'opened'
  | 'lasting'
  | 'closed'
  | 'accepted'
  | 'denied'
>;

/** The same without what is of some rows. */
export function withoutRows(
  outcome: NoticeOutcome,
  isLeftOut: (rowId: string) => boolean,
): NoticeOutcome {
  const left = <T extends { readonly rowId: string }>(list: readonly T[]) =>
    list.filter(({ rowId }) => !isLeftOut(rowId));
  return {
    ...outcome,
    rows: outcome.rows.filter(({ id }) => !isLeftOut(id)),
    opened: left(outcome.opened),
    lasting: left(outcome.lasting),
    closed: left(outcome.closed),
  };
}

/** Whether somebody accepted that finding. */
export function isAccepted(
  { accepted }: NoticeOutcome,
  { rowId, findingId }: Pick<FindingRecord, 'rowId' | 'findingId'>,
): boolean {
  return accepted.some(
    exception => exception.rowId === rowId && exception.findingId === findingId,
  );
}

/** Whether all findings a row has of these codes are accepted, and there are some. */
export function areAccepted(
  outcome: NoticeOutcome,
  rowId: string,
  fits: (finding: FindingRecord) => boolean,
): boolean {
  const { opened, lasting, closed } = outcome;
  const found = [...opened, ...lasting, ...closed].filter(
    finding => finding.rowId === rowId && fits(finding),
  );
  return (
    found.length > 0 && found.every(finding => isAccepted(outcome, finding))
  );
}

const certificateCodes: ReadonlySet<FindingCode> = new Set([
  'certificateExpired',
  'certificateNotReady',
  'certificateRenewalOverdue',
  'certificateIssuanceFailing',
]);

/** Whether the finding that speaks of an expiry is accepted. */
export function isExpiryAccepted(
  outcome: NoticeOutcome,
  row: NoticeOutcome['rows'][number],
  { kind, name }: ExpiryFact,
): boolean {
  if (kind === 'certificate') {
    return areAccepted(
      outcome,
      row.id,
      ({ code, findingId }) =>
        certificateCodes.has(code) && findingId.endsWith(`:${name}`),
    );
  }
  const authorities = (row.facts.expiries ?? []).filter(
    fact => fact.kind === 'ca',
  );
  // Such a finding names the certificate and not its CA: of several it is not known which one is accepted.
  return (
    authorities.length <= 1 &&
    areAccepted(outcome, row.id, ({ code }) => code === 'issuingCaExpiring')
  );
}
