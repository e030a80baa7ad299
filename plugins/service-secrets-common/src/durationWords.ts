const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
const MONTH = YEAR / 12;

interface Scale {
  /** Used for durations below this many seconds. */
  readonly below: number;
  readonly unit: number;
  readonly word: string;
  /** The smaller unit, where its precision helps. */
  readonly minor?: { readonly unit: number; readonly word: string };
}

const scales: readonly Scale[] = [
  { below: MINUTE, unit: 1, word: 's' },
  { below: HOUR, unit: MINUTE, word: 'min' },
  {
    below: DAY,
    unit: HOUR,
    word: 'h',
    minor: { unit: MINUTE, word: 'min' },
  },
  { below: 7 * DAY, unit: DAY, word: 'd', minor: { unit: HOUR, word: 'h' } },
  { below: YEAR, unit: DAY, word: 'd' },
  {
    below: Infinity,
    unit: YEAR,
    word: 'y',
    minor: { unit: MONTH, word: 'mo' },
  },
];

/** A duration to read at a glance: `41 min`, `23 h 41 min`, `4 y 11 mo`. Rounds down, so it never promises time that is not there. */
export function durationWords(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const { unit, word, minor } =
    scales.find(({ below }) => whole < below) ?? scales[scales.length - 1];
  const major = `${Math.floor(whole / unit)} ${word}`;
  const rest = minor ? Math.floor((whole % unit) / minor.unit) : 0;
  return minor && rest > 0 ? `${major} ${rest} ${minor.word}` : major;
}

/** A configured TTL, spelled exactly: `1 h`, `90 min`, `30 d`. Up to three days it is given in hours, as Vault does. */
export function ttlWords(seconds: number): string {
  if (seconds > 3 * DAY && seconds % DAY === 0) return `${seconds / DAY} d`;
  if (seconds >= HOUR && seconds % HOUR === 0) return `${seconds / HOUR} h`;
  if (seconds >= MINUTE && seconds % MINUTE === 0) {
    return `${seconds / MINUTE} min`;
  }
  return `${seconds} s`;
}
