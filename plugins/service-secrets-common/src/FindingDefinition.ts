import { Severity } from './model/state';

/** What is known of a code before any service is looked at. */
export interface FindingDefinition {
  readonly severity: Severity;
  /** One sentence without names: a heading. */
  readonly sentence: string;
  /** What to do, without names. */
  readonly remedy: string;
}
