import { randomUUID } from 'node:crypto';

import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  AuthenticationError,
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { UpstreamError } from 'backstage-plugin-service-secrets-node';
import type { ErrorRequestHandler, Request } from 'express';

/** Errors we throw ourselves, with words meant for callers. */
const spoken = [
  AuthenticationError,
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
];

/** A copy without cause and without the properties others may have added; undefined for errors that are not ours. */
function restated(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof UpstreamError) {
    const { message, missingRule } = error;
    return new ServiceUnavailableError(
      missingRule
        ? `${message}; the rule that is missing: ${missingRule}`
        : message,
    );
  }
  const Kind = spoken.find(({ name }) => name === error.name);
  return Kind && new Kind(error.message);
}

/** Where it happened: frames hold no values, unlike messages and properties. */
function framesOf(error: unknown): string {
  const stack = error instanceof Error ? error.stack ?? '' : '';
  return stack
    .split('\n')
    .filter(line => line.startsWith('    at '))
    .slice(0, 3)
    .map(line => line.trim())
    .join(' < ');
}

/**
 * Replaces every error we did not word ourselves. Upstream errors carry
 * tokens and bodies, and Backstage's error handler would send all of it.
 */
export function replaceUnknownErrors(
  logger: LoggerService,
): ErrorRequestHandler {
  // Express tells error handlers by their four parameters.
  // eslint-disable-next-line max-params
  return (error: unknown, _req, _res, next) => {
    const known = restated(error);
    if (known) {
      next(known);
      return;
    }
    const id = randomUUID();
    const kind = error instanceof Error ? error.name : typeof error;
    logger.error(`Request failed (${id}): ${kind} ${framesOf(error)}`);
    next(
      new Error(
        `The request failed; the log of the backend says more under ${id}`,
      ),
    );
  };
}

/** What is being done, for the audit log: ids only. */
export interface AuditedCall {
  readonly auditor: AuditorService;
  /** Absent where no request of ours asks, but an action. */
  readonly request?: Request;
  readonly eventId: string;
  readonly meta: Readonly<Record<string, string>>;
  /** `low` for what only reads. */
  readonly severityLevel?: 'low' | 'medium' | 'high' | 'critical';
}

/** Runs a call with an audit event around it. The event learns that it failed, never with which object. */
export async function audited<T>(
  { auditor, request, eventId, meta, severityLevel = 'low' }: AuditedCall,
  call: () => Promise<T>,
): Promise<T> {
  const event = await auditor.createEvent({
    eventId,
    severityLevel,
    request,
    meta: { ...meta },
  });
  try {
    const result = await call();
    await event.success();
    return result;
  } catch (error) {
    await event.fail({
      error: restated(error) ?? new Error('The call failed'),
    });
    throw error;
  }
}
