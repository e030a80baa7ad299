import { ConformanceCase } from './ConformanceCase';
import { VaultSession } from './VaultSession';

/** The requests of one case. */
export type CaseRun = (vault: VaultSession) => Promise<void>;

/** Makes cases from their names and requests; all of one call share their source. */
export function defineCases(
  source: string,
  runs: Readonly<Record<string, CaseRun>>,
): readonly ConformanceCase[] {
  return Object.entries(runs).map(([name, run]) => ({ name, source, run }));
}
