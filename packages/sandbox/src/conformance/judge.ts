import { ConformanceCase } from './ConformanceCase';
import { differingCases, readAsVault } from './productDifferences';
import { Transcripts } from './runCases';
import { simplifiedCases } from './simplifiedCases';
import { firstDifference } from './Transcript';

/** How a case came out: `same`, or why not. */
export type Verdict = 'same' | 'OpenBao differs' | 'simplified' | 'different';

/** One line of the report. */
export interface Judgement {
  readonly name: string;
  readonly source: string;
  readonly verdict: Verdict;
  /** The evidence or reason of a listed difference. */
  readonly reason?: string;
  /** The first difference found. */
  readonly difference?: string;
  readonly sandbox: string;
  readonly real: string;
}

/** The two runs of the same cases. */
export interface Runs {
  readonly sandbox: Transcripts;
  readonly real: Transcripts;
  /** Whether the real server is an OpenBao, whose wording is then read as Vault's. */
  readonly openbao: boolean;
}

function statuses(transcripts: Transcripts, name: string): string {
  const codes = (transcripts[name] ?? []).map(({ status }) => status);
  return codes.length === 0 ? 'not recorded' : codes.join(' ');
}

function differenceOf(name: string, runs: Runs): string | undefined {
  const real = runs.real[name];
  if (!real) return 'the recording has no such case: record it again';
  const sandbox = runs.sandbox[name];
  return runs.openbao
    ? firstDifference(...readAsVault(real, sandbox))
    : firstDifference(real, sandbox);
}

/** Compares the two runs, case by case. */
export function judge(
  cases: readonly ConformanceCase[],
  runs: Runs,
): readonly Judgement[] {
  return cases.map(({ name, source }) => {
    const difference = differenceOf(name, runs);
    const judged = {
      name,
      source,
      difference,
      sandbox: statuses(runs.sandbox, name),
      real: statuses(runs.real, name),
    };
    if (difference === undefined) return { ...judged, verdict: 'same' };
    const evidence = runs.openbao ? differingCases[name] : undefined;
    if (evidence) {
      return { ...judged, verdict: 'OpenBao differs', reason: evidence };
    }
    const reason = simplifiedCases[name];
    return { ...judged, verdict: reason ? 'simplified' : 'different', reason };
  });
}
