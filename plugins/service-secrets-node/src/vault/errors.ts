import { UpstreamError, UpstreamProblem } from '../upstream/UpstreamError';

/** The only error the Vault adapter throws. */
export class VaultError extends UpstreamError {
  constructor(problem: UpstreamProblem) {
    super(problem);
    this.name = 'VaultError';
  }
}
