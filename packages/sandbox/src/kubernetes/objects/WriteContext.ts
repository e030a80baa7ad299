import type { ResourceType } from '../resources/ResourceType';

/** What a write needs to know besides the body. */
export interface WriteContext {
  readonly type: ResourceType;
  /** Empty for cluster-scoped resources. */
  readonly namespace: string;
  /** Empty when creating. */
  readonly name: string;
  readonly subresource?: string;
  /** Who is recorded in `managedFields`. */
  readonly manager: string;
  readonly dryRun: boolean;
  readonly fieldValidation: 'Ignore' | 'Warn' | 'Strict';
  /** Tells the caller something without refusing. */
  warn(text: string): void;
}

/** Now, as Kubernetes writes times: to the second. */
export function timestamp(now = Date.now()): string {
  return `${new Date(now).toISOString().slice(0, 19)}Z`;
}
