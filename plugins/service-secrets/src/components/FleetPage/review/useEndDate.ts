import { useState } from 'react';

const DAY_MS = 86_400_000;

function dayAfter(now: number, days: number): string {
  return new Date(now + days * DAY_MS).toISOString().slice(0, 10);
}

/** A day in the future to choose, in UTC; what is chosen holds until that day is over. */
export function useEndDate(now: number, days: number) {
  const [day, setDay] = useState(() => dayAfter(now, days));
  const end = `${day}T23:59:59.000Z`;
  const time = Date.parse(end);
  // The backend refuses more than two years.
  const max = dayAfter(now, 730);
  return {
    day,
    setDay,
    /** Absent while what stands there is no day that can be chosen. */
    until: time > now && day <= max ? end : undefined,
    min: dayAfter(now, 0),
    max,
  };
}
