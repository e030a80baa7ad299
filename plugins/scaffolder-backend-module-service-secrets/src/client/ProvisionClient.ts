import type {
  ApplyResult,
  PlanFile,
  ProvisionedKind,
  ProvisionPlan,
  ProvisionRequest,
  RenderTarget,
  RetireResult,
  UndoResult,
  VerifyResult,
} from 'backstage-plugin-service-secrets-common';
import {
  applyResultSchema,
  planFileSchema,
  provisionPlanSchema,
  retireResultSchema,
  undoResultSchema,
  verifyResultSchema,
} from 'backstage-plugin-service-secrets-common';
import { z } from 'zod';

import { refused, unintelligible, unreached } from './failure';

/** Where the backend plugin is, and as whom it is asked. */
export interface ProvisionClientOptions {
  readonly baseUrl: () => Promise<string>;
  /** Asked before every request: a token outlives no long wait. */
  readonly token: () => Promise<string>;
  /** Aborted when the task is cancelled. */
  readonly signal?: AbortSignal;
}

/** What to write. */
export interface ApplyCall {
  readonly request: ProvisionRequest;
  /** Digest of the plan that was approved. */
  readonly digest?: string;
  /** Kinds to write; absent: all. Empty: nothing in Vault. */
  readonly only?: readonly ProvisionedKind[];
  readonly applyManifests?: boolean;
}

/** What to take away. */
export interface RetireCall {
  readonly entityRef: string;
  readonly owner: string;
  readonly environment: string;
  readonly dryRun?: boolean;
  readonly confirmed?: boolean;
  readonly removeManifests?: boolean;
}

interface Call<T> {
  readonly path: string;
  readonly body: object;
  readonly answer: z.ZodType<T>;
  /** Completes "Could not …". */
  readonly doing: string;
  readonly timeoutMs: number;
}

/** A read asks Vault and the cluster a few times; the rest may be under a queue of other runs. */
const READ_TIMEOUT_MS = 60_000;
const WRITE_TIMEOUT_MS = 180_000;

const renderedSchema = z.object({ files: z.array(planFileSchema) });

function target({ entityRef, environment }: ProvisionRequest): string {
  return `${entityRef} in ${environment}`;
}

/** Asks the backend plugin to plan, write, prove and take back, as the task's initiator. */
export class ProvisionClient {
  constructor(private readonly options: ProvisionClientOptions) {}

  /** What an apply would do. Writes nothing. */
  async plan(request: ProvisionRequest): Promise<ProvisionPlan> {
    return this.post({
      path: '/v1/provision/plan',
      body: { request },
      answer: provisionPlanSchema,
      doing: `plan the credentials of ${target(request)}`,
      timeoutMs: READ_TIMEOUT_MS,
    });
  }

  /** The plan as files. Writes nothing. */
  async render(
    request: ProvisionRequest,
    as: RenderTarget,
  ): Promise<readonly PlanFile[]> {
    const { files } = await this.post({
      path: '/v1/provision/render',
      body: { request, target: as },
      answer: renderedSchema,
      doing: `render the ${as} of ${target(request)}`,
      timeoutMs: READ_TIMEOUT_MS,
    });
    return files;
  }

  /** Writes what the plan says. */
  async apply(call: ApplyCall): Promise<ApplyResult> {
    return this.post({
      path: '/v1/provision/apply',
      body: call,
      answer: applyResultSchema,
      doing: `apply the plan of ${target(call.request)}`,
      timeoutMs: WRITE_TIMEOUT_MS,
    });
  }

  /** Takes back what a run wrote. */
  async undo(runId: string): Promise<UndoResult> {
    return this.post({
      path: '/v1/provision/undo',
      body: { runId },
      answer: undoResultSchema,
      doing: `undo run ${runId}`,
      timeoutMs: WRITE_TIMEOUT_MS,
    });
  }

  /** Recomputes the path from pod to credential; with `proof` a credential is made, used and revoked. */
  async verify(
    request: ProvisionRequest,
    proof: boolean,
  ): Promise<VerifyResult> {
    return this.post({
      path: '/v1/provision/verify',
      body: { request, proof },
      answer: verifyResultSchema,
      doing: `verify the credentials of ${target(request)}`,
      timeoutMs: proof ? WRITE_TIMEOUT_MS : READ_TIMEOUT_MS,
    });
  }

  /** Takes everything of a service away, or says what would go. */
  async retire(call: RetireCall): Promise<RetireResult> {
    return this.post({
      path: '/v1/provision/retire',
      body: call,
      answer: retireResultSchema,
      doing: `retire the credentials of ${call.entityRef} in ${call.environment}`,
      timeoutMs: WRITE_TIMEOUT_MS,
    });
  }

  private async post<T>(call: Call<T>): Promise<T> {
    const response = await this.send(call);
    const body: unknown = await response.json().catch(() => undefined);
    this.options.signal?.throwIfAborted();
    if (!response.ok) throw refused(call.doing, response.status, body);
    const { data, error } = call.answer.safeParse(body);
    if (error) throw unintelligible(call.doing, error);
    return data;
  }

  private async send<T>(call: Call<T>): Promise<Response> {
    const { baseUrl, token, signal } = this.options;
    const url = `${await baseUrl()}${call.path}`;
    const authorization = `Bearer ${await token()}`;
    const timeout = AbortSignal.timeout(call.timeoutMs);
    try {
      return await fetch(url, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(call.body),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
    } catch {
      signal?.throwIfAborted();
      throw unreached(call.doing, {
        timedOut: timeout.aborted,
        seconds: call.timeoutMs / 1000,
      });
    }
  }
}
