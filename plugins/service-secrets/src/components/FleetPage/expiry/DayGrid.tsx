import { ExpiryCalendar } from 'backstage-plugin-service-secrets-common';

import { dayText } from '../../../format/fleetText';
import { countOf, dayLabel, toneOf } from './dayWords';
import classes from './Expiry.module.css';

/** One square per day; its number says how many end, the sign that somebody must look. */
export function DayGrid(props: {
  readonly calendar: ExpiryCalendar;
  readonly chosen?: string;
  readonly onChoose: (day: string) => void;
}) {
  const { calendar, chosen, onChoose } = props;
  return (
    <>
      <div className={classes.grid} role="group" aria-label="Days">
        {calendar.days.map((day, index) => {
          const count = countOf(day);
          const startsMonth = index === 0 || day.day.endsWith('-01');
          return (
            <button
              key={day.day}
              type="button"
              className={`${classes.day} ${classes[toneOf(day)] ?? ''}`}
              title={dayLabel(day)}
              aria-label={dayLabel(day)}
              aria-pressed={day.day === chosen}
              onClick={() => onChoose(day.day)}
            >
              <span className={classes.date}>
                {startsMonth
                  ? dayText(day.day).replace(/ \d{4}$/, '')
                  : Number(day.day.slice(8))}
              </span>
              <span className={classes.number}>
                {day.attention > 0 ? '✕ ' : ''}
                {count > 0 ? count : ''}
              </span>
            </button>
          );
        })}
      </div>
      <p className={classes.legend}>
        <span className={`${classes.swatch} ${classes.automatic}`} /> renews by
        itself <span className={`${classes.swatch} ${classes.authority}`} /> CA
        or issuance cliff{' '}
        <span className={`${classes.swatch} ${classes.attention}`} /> ✕ needs
        attention. Today also holds what has ended already.
      </p>
    </>
  );
}
