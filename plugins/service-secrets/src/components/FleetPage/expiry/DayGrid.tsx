import { ExpiryCalendar } from 'backstage-plugin-service-secrets-common';
import { KeyboardEvent, useState } from 'react';

import { dayText } from '../../../format/fleetText';
import { dayAfterKey } from './dayAfterKey';
import { countOf, Day, dayLabel, toneOf } from './dayWords';
import classes from './Expiry.module.css';

/** The keys move from day to day, of which one is a stop of the Tab key. */
function useDayFocus(chosen: number) {
  const [current, setCurrent] = useState(Math.max(0, chosen));
  const onKeyDown = (event: KeyboardEvent) => {
    const { children } = event.currentTarget;
    const shape = {
      count: children.length,
      // The page's width decides how many stand in a row.
      perRow: getComputedStyle(event.currentTarget).gridTemplateColumns.split(
        ' ',
      ).length,
    };
    const next = dayAfterKey(event.key, current, shape);
    const day = next === undefined ? undefined : children.item(next);
    if (!(day instanceof HTMLElement)) return;
    event.preventDefault();
    day.focus();
  };
  return { current, onFocus: setCurrent, onKeyDown };
}

function DayButton(props: {
  readonly day: Day;
  readonly startsMonth: boolean;
  readonly isChosen: boolean;
  readonly isTabStop: boolean;
  readonly onFocus: () => void;
  readonly onChoose: () => void;
}) {
  const { day, startsMonth, isChosen, isTabStop, onFocus, onChoose } = props;
  const count = countOf(day);
  const sign = day.attention > 0 ? '✕ ' : '';
  const number = count > 0 ? `${sign}${count}` : '';
  const date = startsMonth
    ? dayText(day.day).replace(/ \d{4}$/, '')
    : Number(day.day.slice(8));
  return (
    <button
      type="button"
      className={`${classes.day} ${classes[toneOf(day)] ?? ''}`}
      title={dayLabel(day)}
      aria-label={dayLabel(day)}
      aria-pressed={isChosen}
      tabIndex={isTabStop ? 0 : -1}
      onFocus={onFocus}
      onClick={onChoose}
    >
      {/* Drawn, not written: the label says it in full, and is the only text to be read out. */}
      <span className={classes.date} data-text={date} />
      <span className={classes.number} data-text={number} />
    </button>
  );
}

/** One square per day; its number says how many end, the sign that somebody must look. */
export function DayGrid(props: {
  readonly calendar: ExpiryCalendar;
  readonly chosen?: string;
  readonly onChoose: (day: string) => void;
}) {
  const { calendar, chosen, onChoose } = props;
  const { days } = calendar;
  const focus = useDayFocus(days.findIndex(({ day }) => day === chosen));
  return (
    <>
      {/* The keys belong to the days inside; this only hears of them. */}
      {/* eslint-disable-next-line jsx-a11y/interactive-supports-focus */}
      <div
        className={classes.grid}
        role="toolbar"
        aria-label="Days"
        onKeyDown={focus.onKeyDown}
      >
        {days.map((day, index) => (
          <DayButton
            key={day.day}
            day={day}
            startsMonth={index === 0 || day.day.endsWith('-01')}
            isChosen={day.day === chosen}
            isTabStop={index === focus.current}
            onFocus={() => focus.onFocus(index)}
            onChoose={() => onChoose(day.day)}
          />
        ))}
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
