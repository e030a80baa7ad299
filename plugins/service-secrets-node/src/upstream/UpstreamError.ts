import { FailureCode } from 'backstage-plugin-service-secrets-common';

/** What went wrong with a request to Vault or Kubernetes; safe to show and to log. */
export interface UpstreamProblem {
  readonly code: Exclude<FailureCode, 'not-configured'>;
  /** What was asked, such as `read database role grade-api-role`: names only. */
  readonly operation: string;
  /** The operator's name of the instance or cluster. */
  readonly target: string;
  readonly retryable: boolean;
  /** The policy or RBAC rule that is missing, when that is known. */
  readonly missingRule?: string;
}

const sentences: Record<UpstreamProblem['code'], string> = {
  denied: 'is not permitted',
  'not-found': 'has no such path',
  sealed: 'failed: Vault is sealed',
  timeout: 'got no answer in time',
  'rate-limited': 'was refused: too many requests',
  'bad-answer': 'got an answer we do not understand',
  unreachable: 'failed: it cannot be reached',
};

/**
 * The only error that leaves an adapter. It never holds the upstream error:
 * those carry tokens, headers and bodies in enumerable properties.
 */
export class UpstreamError extends Error implements UpstreamProblem {
  readonly code: UpstreamProblem['code'];
  readonly operation: string;
  readonly target: string;
  readonly retryable: boolean;
  readonly missingRule?: string;

  constructor(problem: UpstreamProblem) {
    super(`${problem.target}: ${problem.operation} ${sentences[problem.code]}`);
    this.name = 'UpstreamError';
    this.code = problem.code;
    this.operation = problem.operation;
    this.target = problem.target;
    this.retryable = problem.retryable;
    this.missingRule = problem.missingRule;
  }
}
