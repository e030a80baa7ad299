import { wholeLife } from '../../format/duration';
import { ago, lifeLeft, secondsUntil } from '../../format/time';
import { useServerClock } from '../../hooks/useServerClock';
import { ClockText } from '../ClockText/ClockText';
import classes from './LifeLine.module.css';

/** The life of a certificate from issue to end: where it stands, and from when on it is renewed. */
export function LifeLine(props: {
  readonly from: string;
  readonly to: string;
  readonly renewsAt?: string;
}) {
  const { from, to, renewsAt } = props;
  const spent = useServerClock(now => {
    const left = lifeLeft({ from, to }, now);
    return left === undefined ? undefined : Math.round((1 - left) * 1000) / 10;
  });
  if (spent === undefined) return null;
  const renewal = renewsAt && lifeLeft({ from, to }, Date.parse(renewsAt));
  return (
    <div className={classes.line}>
      <div className={classes.life} aria-hidden="true">
        {renewal ? (
          <div
            className={classes.renewal}
            style={{ width: `${renewal * 100}%` }}
          />
        ) : null}
      </div>
      <div
        className={classes.now}
        aria-hidden="true"
        style={{ left: `calc(${spent}% - 1px)` }}
      />
      <span className={classes.start}>
        <ClockText text={now => `issued ${ago(from, now)}`} />
      </span>
      <span className={classes.end}>
        {wholeLife(secondsUntil(to, Date.parse(from)))}
      </span>
    </div>
  );
}
