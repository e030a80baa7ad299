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
  targetKey,
} from '../../../format/fleetText';
import { codeWords, refName, reviewWords } from '../../../format/fleetWords';
import { visibleText } from '../../../format/visibleText';
import { counted, healthWords } from '../../../format/words';
import { FleetRows } from '../../../hooks/fleet/useFleetRows';
import { Message } from '../../Message/Message';
import classes from './Evidence.module.css';

function reviewText({ review }: FleetRow): string {
  const { state, by, at, until, note } = review;
  if (state === 'none') return 'not reviewed';
  return [
    reviewWords[state].word,
    by ? `by ${refName(by)}` : undefined,
    at ? `on ${dayText(at)}` : undefined,
    until ? `until ${dayText(until)}` : undefined,
    note ? `“${note}”` : undefined,
  ]
    .filter(Boolean)
    .join(' ');
}

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
        {reviewText(row)}
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

/** The text of the report: asked when, by whom, of what; then every row, whatever the view shows. */
export function EvidenceDocument(props: {
  readonly rows: FleetRows;
  readonly summary: FleetSummary;
  readonly filter: FleetFilter;
  readonly exceptions: readonly FindingException[];
  readonly by: string;
}) {
  const { rows, summary, filter, exceptions, by } = props;
  const conditions = filterLines(filter);
  const shown = new Set(rows.rows.map(targetKey));
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
          {rows.rows.map(row => (
            <Row key={targetKey(row)} row={row} />
          ))}
        </tbody>
      </table>
      <Exceptions
        items={exceptions.filter(item => shown.has(targetKey(item)))}
      />
    </article>
  );
}
