import {
  ExpiryCalendar,
  expiryKindSchema,
} from 'backstage-plugin-service-secrets-common';

import { dayText } from '../../../format/fleetText';
import { expiryWords } from '../../../format/fleetWords';
import { counted } from '../../../format/words';
import classes from './Expiry.module.css';

type Day = ExpiryCalendar['days'][number];

function countOf({ counts }: Day): number {
  return expiryKindSchema.options.reduce((sum, kind) => sum + counts[kind], 0);
}

function toneOf(day: Day): string {
  if (day.attention > 0) return classes.attention;
  if (day.counts.ca + day.counts.cliff > 0) return classes.many;
  return countOf(day) > 0 ? classes.some : '';
}

/** A day in words: `24 Dec 2026: 3 endings (2 Certificate, 1 CA), 1 needs attention`. */
export function dayLabel(day: Day): string {
  const count = countOf(day);
  if (count === 0) return `${dayText(day.day)}: nothing ends`;
  const kinds = expiryKindSchema.options
    .filter(kind => day.counts[kind] > 0)
    .map(kind => `${expiryWords[kind]} ${day.counts[kind]}`);
  const attention =
    day.attention > 0 ? `, ${day.attention} need attention` : '';
  return `${dayText(day.day)}: ${counted(count, 'ending')} (${kinds.join(
    ', ',
  )})${attention}`;
}

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
              className={`${classes.day} ${toneOf(day)}`}
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
        <span className={`${classes.swatch} ${classes.some}`} /> renews by
        itself <span className={`${classes.swatch} ${classes.many}`} /> CA or
        issuance cliff{' '}
        <span className={`${classes.swatch} ${classes.attention}`} /> ✕ needs
        attention. Today also holds what has ended already.
      </p>
    </>
  );
}
