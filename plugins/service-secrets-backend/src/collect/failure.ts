import {
  FailureCode,
  SourceStatus,
} from 'backstage-plugin-service-secrets-common';
import { UpstreamError } from 'backstage-plugin-service-secrets-node';

/** Why a source failed, in words that may be shown to users. */
export interface SourceFailure {
  readonly code: FailureCode;
  readonly message: NonNullable<SourceStatus['failure']>['message'];
  readonly missingRule?: string;
}

/**
 * Turns whatever was thrown into a failure. Only our own error is believed:
 * any other may carry tokens, headers or bodies, so nothing of it is kept.
 */
export function describeFailure(error: unknown, target: string): SourceFailure {
  if (error instanceof UpstreamError) {
    return {
      code: error.code,
      message: error.message,
      missingRule: error.missingRule,
    };
  }
  return {
    code: 'bad-answer',
    message: `${target}: the answer could not be used`,
  };
}
