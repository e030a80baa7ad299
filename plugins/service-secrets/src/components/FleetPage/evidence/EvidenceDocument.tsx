import {
  FindingException,
  FleetFilter,
  FleetRow,
  FleetSummary,
} from 'backstage-plugin-service-secrets-common';

import {
  dayText,
  filterLines,
  fleetSentence,
  leaseText,
  momentStamp,
  reviewSentence,
  targetKey,
} from '../../../format/fleetText';
import { codeWords, refName } from '../../../format/fleetWords';
import { visibleText } from '../../../format/visibleText';
import { counted, healthWords } from '../../../format/words';
import { FleetRows } from '../../../hooks/fleet/useFleetRows';
import { Message } from '../../Message/Message';
import classes from './Evidence.module.css';

function Row({ row }: { readonly row: FleetRow }) {
  const { review, collectedAt } = row;
  return (
    <tr>
      <td>
        {visibleText(row.title)} {row.environment}
      </td>
      <td>{row.owner ? refName(row.owner) : 'unowned'}</td>
      <td>{healthWords[row.health].word}</td>
      <td>
        {row.findings.length === 0 ? <Message text={row.sentence} /> : null}
        {row.findings.map(({ id, message, since, exception }) => (
          <div key={id}>
            <Message text={message} /> (since {dayText(since)}
            {exception ? `, accepted until ${dayText(exception.until)}` : ''})
          </div>
        ))}
      </td>
      <td>{leaseText(row)}</td>
      <td>{row.certificates ?? '?'}</td>
      <td>
        {reviewSentence(review)}
        {(review.drift ?? []).map(change => (
          <div key={change}>
            Drift: <Message text={change} />
          </div>
        ))}
      </td>
      <td>
        {collectedAt ? momentStamp(collectedAt) : 'never'}
        {row.stale ? ', stale' : ''}
      </td>
    </tr>
  );
}

function Exceptions(props: { readonly items: readonly FindingException[] }) {
  const { items } = props;
  return (
    <>
      <h3>Accepted findings</h3>
      {items.length === 0 ? <p>None.</p> : null}
      <ul>
        {items.map(({ id, entityRef, environment, code, ...rest }) => (
          <li key={id}>
            {refName(entityRef)} {environment}: {codeWords(code)}. Accepted by{' '}
            {refName(rest.by)} on {dayText(rest.at)} until {dayText(rest.until)}
            : <Message text={rest.reason} />
          </li>
        ))}
      </ul>
    </>
  );
}

function More({ count, what }: { count: number; what: string }) {
  if (count <= 0) return null;
  return <p>… and {counted(count, what)} more on paper.</p>;
}

/** What the report is made of. */
export interface Report {
  readonly rows: FleetRows;
  readonly summary: FleetSummary;
  readonly filter: FleetFilter;
  readonly exceptions: readonly FindingException[];
  /** Who asked for it. */
  readonly by: string;
}

/** The text of the report: asked when, by whom, of what; then the rows, and what was accepted. */
export function EvidenceDocument(
  props: Report & {
    /** No more rows and acceptances than this, to look at; on paper are all. */
    readonly atMost?: number;
  },
) {
  const { rows, summary, filter, exceptions, by, atMost = Infinity } = props;
  const conditions = filterLines(filter);
  const reported = new Set(rows.rows.map(targetKey));
  const accepted = exceptions.filter(item => reported.has(targetKey(item)));
  return (
    <article className={classes.document}>
      <h2>Service credentials and certificates: evidence</h2>
      <p>
        Made {momentStamp(rows.servedAt)} for {refName(by)}.{' '}
        {conditions.length > 0
          ? `Only services with: ${conditions.join('; ')}.`
          : 'All services.'}
      </p>
      <p>
        {fleetSentence(summary)}.{' '}
        {counted(summary.openFindings, 'open finding')},{' '}
        {summary.exceptedFindings.toLocaleString('en-US')} accepted.{' '}
        {counted(summary.leases, 'lease')},{' '}
        {summary.irrevocableLeases.toLocaleString('en-US')} of them irrevocable.{' '}
        {counted(summary.certificates, 'certificate')}.
        {summary.rowsWithoutNumbers > 0
          ? ` The numbers leave out ${counted(
              summary.rowsWithoutNumbers,
              'row',
            )} that could not be read.`
          : ''}
      </p>
      <table>
        <thead>
          <tr>
            <th>Service</th>
            <th>Owner</th>
            <th>State</th>
            <th>Findings</th>
            <th>Leases</th>
            <th>Certificates</th>
            <th>Review</th>
            <th>Read</th>
          </tr>
        </thead>
        <tbody>
          {rows.rows.slice(0, atMost).map(row => (
            <Row key={targetKey(row)} row={row} />
          ))}
        </tbody>
      </table>
      <More count={rows.rows.length - atMost} what="row" />
      <Exceptions items={accepted.slice(0, atMost)} />
      <More count={accepted.length - atMost} what="accepted finding" />
    </article>
  );
}
