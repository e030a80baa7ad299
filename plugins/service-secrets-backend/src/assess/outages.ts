import {
  durationWords,
  FailureCode,
  SourceName,
  SourceStatus,
} from 'backstage-plugin-service-secrets-common';

/** Sources that failed together: one problem, of one upstream. */
export interface FailedSources {
  readonly code: FailureCode;
  /** `Vault` or `Cluster`, with its name between backticks. */
  readonly upstream: string;
  readonly system: SourceStatus['system'];
  readonly target: string;
  readonly names: readonly SourceName[];
  readonly missingRule?: string;
  /** When what is still shown was read, oldest first; absent for what never was. */
  readonly shownSince?: string;
  /** Those of which nothing is shown. */
  readonly missing: readonly SourceName[];
}

type Failed = SourceStatus & {
  readonly failure: NonNullable<SourceStatus['failure']>;
};

function isFailed(source: SourceStatus): source is Failed {
  return source.failure !== undefined;
}

const systemWords = { vault: 'Vault', kubernetes: 'Cluster' } as const;

function summary(sources: readonly Failed[]): FailedSources {
  const [{ system, target, failure }] = sources;
  const times = sources.flatMap(({ fetchedAt }) => fetchedAt ?? []);
  return {
    code: failure.code,
    upstream: `${systemWords[system]} \`${target}\``,
    system,
    target,
    names: sources.map(({ name }) => name),
    missingRule: failure.missingRule,
    // ISO times of one zone sort as text.
    shownSince: [...times].sort().at(0),
    missing: sources
      .filter(({ fetchedAt }) => fetchedAt === undefined)
      .map(({ name }) => name),
  };
}

/** Groups what failed by upstream and reason. A question that was not asked because an earlier one failed goes with that one. */
export function failedSources(
  sources: readonly SourceStatus[],
): FailedSources[] {
  const failed = sources.filter(isFailed);
  const groups = new Map<string, Failed[]>();
  for (const source of failed) {
    const first =
      failed.find(
        ({ failure }) => failure.message === source.failure.message,
      ) ?? source;
    const key = [
      first.target,
      first.failure.code,
      first.failure.missingRule,
    ].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), source]);
  }
  return [...groups.values()].map(summary);
}

const outageWords: Readonly<Partial<Record<FailureCode, string>>> = {
  unreachable: 'cannot be reached',
  sealed: 'is sealed',
  timeout: 'does not answer in time',
  'rate-limited': 'refuses more requests for now',
};

/** What is wrong with the upstream as a whole, as a sentence; undefined when only something in it could not be read. */
export function outageSentence({
  code,
  upstream,
}: FailedSources): string | undefined {
  const words = outageWords[code];
  return words && `${upstream} ${words}.`;
}

/** What of the upstream is still shown, and how old that is. */
export function shownInstead(
  { shownSince, missing }: FailedSources,
  now: Date,
): string {
  if (shownSince === undefined) return 'Nothing of it is known now.';
  const age = (now.getTime() - Date.parse(shownSince)) / 1000;
  const rest = missing.length > 0 ? '; the rest is not known now' : '';
  return `What is shown of it is ${durationWords(age)} old${rest}.`;
}
