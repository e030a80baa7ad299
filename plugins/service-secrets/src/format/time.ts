import { durationWords } from 'backstage-plugin-service-secrets-common';

import { roughDuration } from './duration';

const JUST_NOW_SECONDS = 2;

/** Seconds from now until a time; negative when it has passed. */
export function secondsUntil(iso: string, now: number): number {
  return (Date.parse(iso) - now) / 1000;
}

/** What is left of something that ends: `41 min`, or `expired 1 d ago`. */
export function timeLeft(iso: string, now: number): string {
  const seconds = secondsUntil(iso, now);
  return seconds >= 0
    ? durationWords(seconds)
    : `expired ${roughDuration(-seconds)} ago`;
}

/** When something planned happens: `6 h`, or `overdue by 20 min`. */
export function timeUntil(iso: string, now: number): string {
  const seconds = secondsUntil(iso, now);
  return seconds >= 0
    ? durationWords(seconds)
    : `overdue by ${roughDuration(-seconds)}`;
}

/** What is said of something once its time has passed. */
const past = new Map([
  ['renews', 'renewal was due'],
  ['expires', 'expired'],
  ['issuance cliff', 'issuance cliff passed'],
]);

/** Something that happens at a time: `renews in 6 h`, or `renewal was due 3 min ago` once it has passed. */
export function momentText(
  moment: { readonly text: string; readonly at: string },
  now: number,
): string {
  const seconds = secondsUntil(moment.at, now);
  return seconds >= 0
    ? `${moment.text} in ${durationWords(seconds)}`
    : `${past.get(moment.text) ?? `${moment.text},`} ${roughDuration(
        -seconds,
      )} ago`;
}

/** How old something is, roughly: `19 min`, `2 d`. A time in the future counts as now. */
export function age(iso: string, now: number): string {
  return roughDuration(-secondsUntil(iso, now));
}

/** How long ago something was read: `just now`, `12 s ago`. */
export function ago(iso: string, now: number): string {
  return -secondsUntil(iso, now) < JUST_NOW_SECONDS
    ? 'just now'
    : `${age(iso, now)} ago`;
}

/** Which part of its life is left, from 0 to 1; undefined when the times make no sense. */
export function lifeLeft(
  life: { readonly from: string; readonly to: string },
  now: number,
): number | undefined {
  const from = Date.parse(life.from);
  const to = Date.parse(life.to);
  if (!(to > from)) return undefined;
  return Math.min(1, Math.max(0, (to - now) / (to - from)));
}
