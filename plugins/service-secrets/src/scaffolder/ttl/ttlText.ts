import {
  databaseRequestSchema,
  ttlWords,
} from 'backstage-plugin-service-secrets-common';

/** Which of the two lifetimes of a credential a field asks for. */
export type TtlKind = 'default' | 'max';

/** What the explanation depends on. Durations in seconds. */
export interface TtlFacts {
  readonly kind: TtlKind;
  /** What the field holds. */
  readonly seconds?: number;
  /** What the other field holds. */
  readonly other?: number;
  readonly delivery?: string;
  readonly replicas?: number;
  /** The longest lifetime the chosen offer allows. */
  readonly cap?: number;
}

const { defaultTtlSeconds, maxTtlSeconds } = databaseRequestSchema.shape;
const limits = { default: defaultTtlSeconds, max: maxTtlSeconds };

/** One credential in a Kubernetes Secret for all pods, instead of one for each pod. */
function isShared(delivery: string | undefined): boolean {
  return delivery === 'vso' || delivery === 'eso';
}

/** Vault counts whole seconds; a third of an hour is nothing to show in seconds. */
function aboutWords(seconds: number): string {
  return ttlWords(
    seconds >= 300 ? Math.round(seconds / 60) * 60 : Math.round(seconds),
  );
}

function renewal(ttl: number, delivery: string | undefined): string {
  const life = ttlWords(ttl);
  if (delivery === 'eso') {
    return `Nothing renews it: External Secrets fetches a new credential at each refresh, and the old one ends ${life} after it was made.`;
  }
  return `It is renewed after about ${aboutWords(
    (ttl * 2) / 3,
  )}, for ${life} each time. When a pod dies without saying so, its database user is gone ${life} later at the latest.`;
}

function peak(ttl: number, facts: TtlFacts): string {
  if (isShared(facts.delivery)) {
    return `All pods share one lease; while it is being replaced there are two, for at most ${ttlWords(
      ttl,
    )}.`;
  }
  const { replicas } = facts;
  if (replicas === undefined) {
    return `Each pod holds one lease. A rollout can double them for up to ${ttlWords(
      ttl,
    )}, until those of the old pods end.`;
  }
  return `${replicas} ${
    replicas === 1 ? 'replica holds' : 'replicas hold'
  } ${replicas} ${
    replicas === 1 ? 'lease' : 'leases'
  }; a rollout makes that up to ${replicas * 2} for as long as ${ttlWords(
    ttl,
  )}, until those of the old pods end.`;
}

function replacement(maximum: number, facts: TtlFacts): string {
  const life = ttlWords(maximum);
  if (facts.delivery === 'eso') {
    return `External Secrets renews nothing, so a credential never gets this old; ${life} only bounds it.`;
  }
  const before = facts.other
    ? `at most ${ttlWords(facts.other)} before`
    : 'shortly before';
  return `However often it is renewed, a credential ends for good ${life} after it was made. ${before[0].toUpperCase()}${before.slice(
    1,
  )} that, a new one is written to the file, and the application must connect again with it.`;
}

/** What the number means, in sentences. */
export function ttlMeaning(facts: TtlFacts): readonly string[] {
  const { kind, seconds, cap } = facts;
  const allowed = cap
    ? [`The offer allows a credential to live ${ttlWords(cap)} at most.`]
    : [];
  if (seconds === undefined) return allowed;
  return kind === 'default'
    ? [renewal(seconds, facts.delivery), peak(seconds, facts)]
    : [replacement(seconds, facts), ...allowed];
}

function outside({ kind, seconds = 0 }: TtlFacts): string | undefined {
  const { minValue, maxValue } = limits[kind];
  if (minValue !== null && seconds < minValue) {
    return `Too short: it must be at least ${ttlWords(minValue)}.`;
  }
  return maxValue !== null && seconds > maxValue
    ? `Too long: it may be at most ${ttlWords(maxValue)}.`
    : undefined;
}

function aboveCap({ seconds = 0, cap }: TtlFacts): string | undefined {
  return cap !== undefined && seconds > cap
    ? `The offer allows at most ${ttlWords(
        cap,
      )}. Choose less, or ask the platform team for a longer \`maxTtl\`.`
    : undefined;
}

function belowTwice({
  kind,
  seconds = 0,
  other,
}: TtlFacts): string | undefined {
  // Said once, beside the maximum: it is the number to change.
  return kind === 'max' && other !== undefined && seconds < 2 * other
    ? `The maximum (${ttlWords(
        seconds,
      )}) is less than twice the usual lifetime (${ttlWords(
        other,
      )}): instead of renewing, the agent would fetch a new credential each time. Choose ${ttlWords(
        2 * other,
      )} or more.`
    : undefined;
}

/** What keeps the number from being accepted, in sentences that say what to choose. */
export function ttlProblems(facts: TtlFacts): readonly string[] {
  if (facts.seconds === undefined) return [];
  return [outside(facts), aboveCap(facts), belowTwice(facts)].filter(
    problem => problem !== undefined,
  );
}
