import type {
  ApplyResult,
  ProvisionPlan,
  ProvisionRequest,
} from 'backstage-plugin-service-secrets-common';
import { ConflictError } from '@backstage/errors';

import { ProvisionFailure } from '../client/failure';
import type { ApplyCall } from '../client/ProvisionClient';
import type { Run } from './defineAction';
import { logLines } from './logLines';
import { onceKey } from './onceKey';
import { changeLines, planSentence } from './words';

/** What every apply action tells a template. */
export type ApplyOutputs = Partial<Pick<ApplyResult, 'runId'>> &
  Omit<ApplyResult, 'runId'> & { digest?: string; sentence: string };

/** Refuses a plan that is not the one that was approved. */
export function requireApproved(
  plan: ProvisionPlan,
  digest: string | undefined,
): void {
  if (digest === undefined || digest === plan.digest) return;
  throw new ConflictError(
    `The plan of ${plan.entityRef} in ${plan.environment} is not the one that was approved: the request or the operator's configuration changed in between. Start again and review the plan anew.`,
  );
}

function ofKinds(plan: ProvisionPlan, only: ApplyCall['only']) {
  return only
    ? plan.changes.filter(({ kind }) => only.includes(kind))
    : plan.changes;
}

async function planned({ client, logger }: Run, call: ApplyCall) {
  const plan = await client.plan(call.request);
  requireApproved(plan, call.digest);
  const changes = ofKinds(plan, call.only);
  const sentence = `Dry run, nothing was written. ${planSentence(changes)}`;
  logLines(logger, [...changeLines(changes), sentence]);
  return { digest: plan.digest, writes: 0, changes, applied: [], sentence };
}

function wayOut({ entityRef, environment }: ProvisionRequest): string {
  return `Some of the work for ${entityRef} in ${environment} may be done. To finish it, retry this task or start it again with the same values: what is there is not written twice. To take it back, run service-secrets:service:undo with the run that the error names; when it names none, the retry does.`;
}

function sentenceOf({ writes, applied, runId }: ApplyResult): string {
  const cluster =
    applied.length > 0
      ? `; ${applied.length} Kubernetes objects are as planned`
      : '';
  return writes === 0
    ? 'Everything was in place already; nothing was written.'
    : `Made ${writes} changes${cluster} (run ${runId}).`;
}

/** Applies a plan, or in a dry run shows what that would do. */
export async function applyPlan(
  run: Run,
  call: ApplyCall,
): Promise<ApplyOutputs> {
  if (run.isDryRun) return planned(run, call);
  try {
    // Once: a rerun writes nothing, and undoing that run would take nothing back.
    const result = await run.once(onceKey('apply', call), () =>
      run.client.apply(call),
    );
    const sentence = sentenceOf(result);
    logLines(run.logger, [
      ...changeLines(result.changes),
      ...result.applied.map(object => `applied   ${object}`),
      sentence,
    ]);
    // A run is opened with its first write: without one there is none to undo.
    const runId = result.runId || undefined;
    return { ...result, runId, digest: call.digest, sentence };
  } catch (error) {
    const refused = error instanceof ProvisionFailure && !error.mayHaveWritten;
    if (!refused) run.logger.error(wayOut(call.request));
    throw error;
  }
}
