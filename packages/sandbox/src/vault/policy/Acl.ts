import { Operation } from '../Engine';
import { parametersAllow } from './parameters';
import { RuleIndex } from './RuleIndex';
import { Capability, denies, PathRule, Stanza } from './rules';

/** The operation after the existence check: a write to an absent object is a create. */
export type AclOperation = Operation | 'create';

/** One request as policies see it. */
export interface AclRequest {
  readonly operation: AclOperation;
  /** Below `/v1/`; a list's path ends in a slash. */
  readonly path: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The path is root-protected. */
  readonly needsSudo: boolean;
  /** Seconds of a requested response wrapping. */
  readonly wrapTtl?: number;
}

function wrappingAllows(rule: PathRule, wrapTtl: number | undefined): boolean {
  const { minWrappingTtl: min, maxWrappingTtl: max } = rule;
  if (max > 0) {
    if (max < min) return false;
    if (wrapTtl === undefined || wrapTtl > max) return false;
  }
  return min === 0 || (wrapTtl !== undefined && wrapTtl >= min);
}

const parameterOperations = new Set<AclOperation>([
  'read',
  'update',
  'create',
  'patch',
]);

/** What the policies of one token allow. */
export class Acl {
  private readonly index = new RuleIndex();

  constructor(
    stanzas: readonly Stanza[],
    /** True for the policy `root`: everything is allowed. */
    readonly root: boolean,
  ) {
    for (const { path, rule } of stanzas) this.index.add(path, rule);
  }

  allows(request: AclRequest): boolean {
    if (this.root) return true;
    const rule = this.ruleFor(request.path, request.operation === 'list');
    if (!rule || denies(rule)) return false;
    if (!rule.capabilities.has(request.operation)) return false;
    if (!wrappingAllows(rule, request.wrapTtl)) return false;
    if (
      parameterOperations.has(request.operation) &&
      !parametersAllow(rule, request.data)
    ) {
      return false;
    }
    return !request.needsSudo || rule.capabilities.has('sudo');
  }

  /** The answer of the capabilities endpoints: sorted words, `root`, or `deny`. */
  capabilities(path: string): (Capability | 'root')[] {
    if (this.root) return ['root'];
    const rule = this.ruleFor(path.replace(/^\/+/, ''), true);
    if (!rule || denies(rule) || rule.capabilities.size === 0) return ['deny'];
    return [...rule.capabilities].sort();
  }

  /** Whether the token holds sudo on a path, besides the verb. */
  hasSudo(path: string): boolean {
    return (
      this.root ||
      (this.ruleFor(path, false)?.capabilities.has('sudo') ?? false)
    );
  }

  /** Whether the token can do anything in a mount, as the preflight endpoint asks. */
  reaches(mountPath: string): boolean {
    if (this.root) return true;
    const own = this.ruleFor(mountPath, true);
    if (own && !denies(own) && own.capabilities.size > 0) return true;
    return this.index.grantsBelow(mountPath);
  }

  /** Vault tries a list path without its slash before the path as sent. */
  private ruleFor(path: string, isList: boolean): PathRule | undefined {
    const exact = this.index.exactRule(path);
    if (exact) return exact;
    const bare = isList && path.endsWith('/') ? path.slice(0, -1) : undefined;
    if (bare === undefined) return this.index.bestRule(path);
    return (
      this.index.exactRule(bare) ??
      this.index.bestRule(bare) ??
      this.index.bestRule(path)
    );
  }
}
