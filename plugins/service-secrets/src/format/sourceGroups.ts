import {
  SourceName,
  sourceNameWords,
  SourceStatus,
} from 'backstage-plugin-service-secrets-common';

/** Sources of one system that fare alike: one line below the tables. */
export interface SourceGroup {
  readonly key: string;
  /** Such as `Vault vault-prod`, or `Vault vault-prod, policies` when others of it fare differently. */
  readonly label: string;
  readonly state: SourceStatus['state'];
  readonly failure?: SourceStatus['failure'];
  /** The oldest reading of the group. */
  readonly fetchedAt?: string;
}

const systemWords = { vault: 'Vault', kubernetes: 'Kubernetes' } as const;

const certManagerSources: readonly SourceName[] = ['certificates'];

function systemOf({ name, system, target }: SourceStatus): string {
  return certManagerSources.includes(name) && system === 'kubernetes'
    ? `cert-manager on ${target}`
    : `${systemWords[system]} ${target}`;
}

function fateOf({ state, failure }: SourceStatus): string {
  return [state, failure?.code, failure?.missingRule].join(' ');
}

function oldest(sources: readonly SourceStatus[]): string | undefined {
  return sources
    .flatMap(({ fetchedAt }) => fetchedAt ?? [])
    .reduce<string | undefined>(
      (old, next) =>
        old === undefined || Date.parse(next) < Date.parse(old) ? next : old,
      undefined,
    );
}

/** The stale source that was read longest ago, which a note about several sources speaks of. */
export function oldestStale(
  sources: readonly SourceStatus[],
): SourceStatus | undefined {
  const stale = sources.filter(({ state }) => state === 'stale');
  const since = oldest(stale);
  return stale.find(({ fetchedAt }) => fetchedAt === since);
}

function groupBy(
  sources: readonly SourceStatus[],
  keyOf: (source: SourceStatus) => string,
): ReadonlyMap<string, SourceStatus[]> {
  const groups = new Map<string, SourceStatus[]>();
  for (const source of sources) {
    const key = keyOf(source);
    groups.set(key, [...(groups.get(key) ?? []), source]);
  }
  return groups;
}

/** What needs an explanation stands last, with the room it takes. */
const order: readonly SourceStatus['state'][] = ['ok', 'stale', 'failed'];

/** Sums sources up per system and per fate, so that nine healthy sources take two lines and a failed one stands out. */
export function sourceGroups(
  sources: readonly SourceStatus[],
): readonly SourceGroup[] {
  const groups = [...groupBy(sources, systemOf)].flatMap(
    ([system, ofSystem]) => {
      const fates = [...groupBy(ofSystem, fateOf)];
      return fates.map(([fate, members]) => {
        const what = members
          .map(({ name }) => sourceNameWords[name])
          .join(', ');
        const [{ state, failure }] = members;
        const whole = fates.length === 1 || state === 'ok';
        return {
          key: `${system} ${fate}`,
          label: whole ? system : `${system}: ${what}`,
          state,
          failure,
          fetchedAt: oldest(members),
        };
      });
    },
  );
  return groups.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}
