/** Units a lifetime can be given in, largest last. */
export const ttlUnits = [
  { id: 'min', label: 'minutes', seconds: 60 },
  { id: 'h', label: 'hours', seconds: 3600 },
  { id: 'd', label: 'days', seconds: 86_400 },
] as const;

/** One of the units. */
export type TtlUnit = (typeof ttlUnits)[number];

/** The largest unit that shows the duration as a whole number; days only from two on, as Vault's own durations read. */
export function unitFor(seconds: number | undefined): TtlUnit {
  const [minutes, hours, days] = ttlUnits;
  if (seconds === undefined || seconds === 0) return hours;
  if (seconds >= 2 * days.seconds && seconds % days.seconds === 0) return days;
  return seconds % hours.seconds === 0 ? hours : minutes;
}
