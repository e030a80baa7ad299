import { WiringNodeKind } from 'backstage-plugin-service-secrets-common';

import { Read } from '../collect/SourceResult';
import { ServiceView } from '../resolve/ServiceView';
import { Thresholds } from './thresholds';

/** What a check may look at. Time comes in; no check reads a clock. */
export interface CheckInput {
  readonly view: ServiceView;
  readonly now: Date;
  readonly thresholds: Thresholds;
}

/** A station of the wiring. */
export interface Place {
  readonly kind: WiringNodeKind;
  readonly name: string;
}

/** Two neighbouring stations whose link a problem breaks. */
export interface Link {
  readonly from: Place;
  readonly to: Place;
}

/** What a check found. Severity and general remedy come from the definition of its code. */
export interface Problem {
  readonly subject: { readonly kind: string; readonly name: string };
  /** One sentence; names stand between backticks. */
  readonly message: string;
  /** What to do, with names; the general remedy without it. */
  readonly remedy?: string;
  readonly links?: readonly Link[];
}

/** The problems found, none, or `unknown` when what the check needs could not be read. */
export type Verdict = readonly Problem[] | 'unknown';

/** A check: one question about one service, answered without I/O. */
export type Check = (input: CheckInput) => Verdict;

/** Judges a value that may be unreadable; an unreadable one is never fine. */
export function whenRead<T>(
  value: Read<T>,
  judge: (value: T) => Verdict,
): Verdict {
  return value === 'unreadable' ? 'unknown' : judge(value);
}

/** A count with its noun: `1 lease`, `2 leases`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Names between backticks, separated by commas. */
export function quoted(names: readonly string[]): string {
  return names.map(name => `\`${name}\``).join(', ');
}
