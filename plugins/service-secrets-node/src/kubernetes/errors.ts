import { UpstreamError, UpstreamProblem } from '../upstream/UpstreamError';

/** The only error the Kubernetes adapter throws. */
export class KubernetesError extends UpstreamError {
  constructor(problem: UpstreamProblem) {
    super(problem);
    this.name = 'KubernetesError';
  }
}
