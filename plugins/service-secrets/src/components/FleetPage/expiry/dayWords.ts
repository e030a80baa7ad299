import {
  ExpiryCalendar,
  expiryKindSchema,
} from 'backstage-plugin-service-secrets-common';

import { dayText } from '../../../format/fleetText';
import { expiryWords } from '../../../format/fleetWords';
import { counted } from '../../../format/words';

/** A day of the calendar. */
export type Day = ExpiryCalendar['days'][number];

/** What a day asks for: nothing, no more than a look, or that somebody acts. */
export type DayTone = 'quiet' | 'automatic' | 'authority' | 'attention';

/** How many things end on a day. */
export function countOf({ counts }: Day): number {
  return expiryKindSchema.options.reduce((sum, kind) => sum + counts[kind], 0);
}

/** The worst of a day. */
export function toneOf(day: Day): DayTone {
  if (day.attention > 0) return 'attention';
  if (day.counts.ca + day.counts.cliff > 0) return 'authority';
  return countOf(day) > 0 ? 'automatic' : 'quiet';
}

/** A day in words: `24 Dec 2026: 3 endings (Certificate 2, CA 1), 1 need attention`. */
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
