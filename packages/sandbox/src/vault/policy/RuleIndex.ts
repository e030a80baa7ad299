import { mergeRules, PathRule } from './rules';

interface SegmentRule {
  readonly pattern: string;
  readonly segments: readonly string[];
  readonly glob: boolean;
  readonly rule: PathRule;
}

/** What two matching patterns are compared by; see `outranks`. */
interface Rank {
  readonly firstWildcard: number;
  readonly glob: boolean;
  readonly pluses: number;
  readonly pattern: string;
}

interface Candidate {
  readonly rank: Rank;
  readonly rule: PathRule;
}

function isSegmentPattern(path: string): boolean {
  return path === '+' || path.startsWith('+/') || path.includes('/+');
}

function outranks(a: Rank, b: Rank): boolean {
  if (a.firstWildcard !== b.firstWildcard) {
    return a.firstWildcard > b.firstWildcard;
  }
  if (a.glob !== b.glob) return b.glob;
  if (a.pluses !== b.pluses) return a.pluses < b.pluses;
  if (a.pattern.length !== b.pattern.length) {
    return a.pattern.length > b.pattern.length;
  }
  return a.pattern > b.pattern;
}

function segmentMatches(rule: SegmentRule, path: readonly string[]): boolean {
  const { segments, glob } = rule;
  if (glob ? path.length < segments.length : path.length !== segments.length) {
    return false;
  }
  return segments.every((segment, index) => {
    if (segment === '+' || segment === path[index]) return true;
    const last = index === segments.length - 1;
    return glob && last && path[index].startsWith(segment);
  });
}

function segmentRank(rule: SegmentRule): Rank {
  return {
    firstWildcard: rule.pattern.indexOf('+'),
    glob: rule.glob,
    pluses: rule.segments.filter(segment => segment === '+').length,
    pattern: rule.segments.join('/'),
  };
}

/**
 * The rules of a token in Vault's three classes: exact, prefix (`a/b*`) and
 * segment wildcard (`a/+/c`). For a path, one rule decides; rules with
 * different patterns never add up.
 */
export class RuleIndex {
  private readonly exact = new Map<string, PathRule>();
  private readonly prefixes = new Map<string, PathRule>();
  private readonly segments = new Map<string, SegmentRule>();

  add(path: string, rule: PathRule): void {
    if (isSegmentPattern(path)) {
      this.addSegment(path, rule);
    } else if (path.endsWith('*')) {
      merge(this.prefixes, path.slice(0, -1), rule);
    } else {
      merge(this.exact, path, rule);
    }
  }

  exactRule(path: string): PathRule | undefined {
    return this.exact.get(path);
  }

  /** Best prefix or segment rule for a path. */
  bestRule(path: string): PathRule | undefined {
    let best: Candidate | undefined = this.longestPrefix(path);
    if (this.segments.size === 0) return best?.rule;
    const parts = path.split('/');
    for (const segment of this.segments.values()) {
      if (segmentMatches(segment, parts)) {
        const rank = segmentRank(segment);
        if (!best || outranks(rank, best.rank)) {
          best = { rank, rule: segment.rule };
        }
      }
    }
    return best?.rule;
  }

  /** True when some rule on the folder or below it grants anything: Vault's mount access test. */
  grantsBelow(folder: string): boolean {
    const all = [
      ...this.exact.entries(),
      ...this.prefixes.entries(),
      ...[...this.segments.values()].map(
        ({ pattern, rule }) => [pattern, rule] as const,
      ),
    ];
    return all.some(
      ([path, rule]) =>
        path.startsWith(folder) && !rule.capabilities.has('deny'),
    );
  }

  private addSegment(path: string, rule: PathRule): void {
    const present = this.segments.get(path);
    const glob = path.endsWith('*');
    const bare = glob ? path.slice(0, -1) : path;
    this.segments.set(path, {
      pattern: path,
      segments: bare.split('/'),
      glob,
      rule: present ? mergeRules(present.rule, rule) : rule,
    });
  }

  private longestPrefix(path: string): Candidate | undefined {
    for (let length = path.length; length >= 0; length -= 1) {
      const pattern = path.slice(0, length);
      const rule = this.prefixes.get(pattern);
      if (rule) {
        const rank = { firstWildcard: length, glob: true, pluses: 0, pattern };
        return { rank, rule };
      }
    }
    return undefined;
  }
}

function merge(
  into: Map<string, PathRule>,
  path: string,
  rule: PathRule,
): void {
  const present = into.get(path);
  into.set(path, present ? mergeRules(present, rule) : rule);
}
