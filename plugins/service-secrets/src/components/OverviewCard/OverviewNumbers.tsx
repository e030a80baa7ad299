import { OverviewFigures } from '../../format/overviewFigures';
import { timeLeft } from '../../format/time';
import { ClockText } from '../ClockText/ClockText';
import classes from './OverviewCard.module.css';

/** Stands for a number nobody knows: it is not zero. */
const UNKNOWN = '?';

function counted(count?: number): string {
  return count === undefined ? UNKNOWN : count.toLocaleString('en-US');
}

/** The three numbers of the overview card. */
export function OverviewNumbers({
  figures,
}: {
  readonly figures: OverviewFigures;
}) {
  const { liveLeases, expectedLeases, nextExpiry, findingCount } = figures;
  const leases =
    expectedLeases === undefined
      ? 'live leases'
      : `live leases, ${expectedLeases} expected`;
  return (
    <dl className={classes.numbers}>
      <div className={classes.number}>
        <dt>{liveLeases === undefined ? 'live leases, not read' : leases}</dt>
        <dd>{counted(liveLeases)}</dd>
      </div>
      <div className={classes.number}>
        <dt>
          {nextExpiry.kind === 'unread'
            ? 'next certificate expiry, not read'
            : 'next certificate expiry'}
        </dt>
        <dd>
          {nextExpiry.kind === 'at' ? (
            <ClockText text={now => timeLeft(nextExpiry.time, now)} />
          ) : null}
          {nextExpiry.kind === 'none' ? 'none' : null}
          {nextExpiry.kind === 'unread' ? UNKNOWN : null}
        </dd>
      </div>
      <div className={classes.number}>
        <dt>{findingCount === 1 ? 'finding' : 'findings'}</dt>
        <dd>{counted(findingCount)}</dd>
      </div>
    </dl>
  );
}
