import classes from './review.module.css';
import { useEndDate } from './useEndDate';

/** Asks for the last day something holds. */
export function EndDateField(props: {
  readonly label: string;
  readonly end: ReturnType<typeof useEndDate>;
}) {
  const { label, end } = props;
  return (
    <label className={classes.field}>
      {label}
      <input
        type="date"
        className={classes.date}
        value={end.day}
        min={end.min}
        max={end.max}
        required
        aria-invalid={end.until === undefined}
        onChange={({ target }) => end.setDay(target.value)}
      />
    </label>
  );
}
