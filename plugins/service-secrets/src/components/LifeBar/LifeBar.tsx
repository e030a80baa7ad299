import { Tone } from '../../format/words';
import { lifeLeft } from '../../format/time';
import { useServerClock } from '../../hooks/useServerClock';
import classes from './LifeBar.module.css';

/** How much of a life is left, as a bar. It repeats what the text beside it says, so readers skip it. */
export function LifeBar(props: {
  readonly from: string;
  readonly to: string;
  readonly tone: Tone;
}) {
  const { from, to, tone } = props;
  const percent = useServerClock(now => {
    const left = lifeLeft({ from, to }, now);
    return left === undefined ? undefined : Math.round(left * 100);
  });
  if (percent === undefined) return null;
  return (
    <span
      aria-hidden="true"
      className={`${classes.bar} ${classes[tone]}`}
      style={{ backgroundSize: `${percent}% 100%` }}
    />
  );
}
