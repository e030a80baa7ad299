const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;
const YEAR = 365 * DAY;

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
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const { unit, word, minor } =
    scales.find(({ below }) => whole < below) ?? scales[scales.length - 1];
  const major = `${Math.floor(whole / unit)} ${word}`;
  const rest = minor ? Math.floor((whole % unit) / minor.unit) : 0;
  return minor && rest > 0 ? `${major} ${rest} ${minor.word}` : major;
}

/** A duration in its largest unit only: `3 h`, `2 d`. For ages, where the rest does not matter. */
export function roughDuration(seconds: number): string {
  const [amount, word] = duration(seconds).split(' ');
  return `${amount} ${word}`;
}

/** A configured TTL, spelled exactly: `1 h`, `90 min`, `30 d`. Up to three days it is given in hours, as Vault does. */
export function ttl(seconds: number): string {
  if (seconds > 3 * DAY && seconds % DAY === 0) return `${seconds / DAY} d`;
  if (seconds >= HOUR && seconds % HOUR === 0) return `${seconds / HOUR} h`;
  if (seconds >= MINUTE && seconds % MINUTE === 0) {
    return `${seconds / MINUTE} min`;
  }
  return `${seconds} s`;
}

/** The length of a certificate's life. Issuers backdate the start by some seconds, which nobody asked for. */
export function wholeLife(seconds: number): string {
  return seconds < HOUR
    ? duration(seconds)
    : ttl(Math.round(seconds / HOUR) * HOUR);
}

/** How long a credential lives: `1 h, at most 24 h`. Zero stands for "not known". */
export function lifetime(
  defaultSeconds: number,
  maximumSeconds: number,
): string {
  const usual = defaultSeconds > 0 ? ttl(defaultSeconds) : 'mount default';
  if (maximumSeconds <= 0) return `${usual}, no known maximum`;
  if (maximumSeconds === defaultSeconds) return usual;
  return `${usual}, at most ${ttl(maximumSeconds)}`;
}
