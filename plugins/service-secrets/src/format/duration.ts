import {
  durationWords,
  ttlWords,
} from 'backstage-plugin-service-secrets-common';

const HOUR = 3600;

/** A duration in its largest unit only: `3 h`, `2 d`. For ages, where the rest does not matter. */
export function roughDuration(seconds: number): string {
  const [amount, word] = durationWords(seconds).split(' ');
  return `${amount} ${word}`;
}

/** The length of a certificate's life. Issuers backdate the start by some seconds, which nobody asked for. */
export function wholeLife(seconds: number): string {
  return seconds < HOUR
    ? durationWords(seconds)
    : ttlWords(Math.round(seconds / HOUR) * HOUR);
}

/** How long a credential lives: `1 h, at most 24 h`. Zero stands for "not known". */
export function lifetime(
  defaultSeconds: number,
  maximumSeconds: number,
): string {
  const usual = defaultSeconds > 0 ? ttlWords(defaultSeconds) : 'mount default';
  if (maximumSeconds <= 0) return `${usual}, no known maximum`;
  if (maximumSeconds === defaultSeconds) return usual;
  return `${usual}, at most ${ttlWords(maximumSeconds)}`;
}
