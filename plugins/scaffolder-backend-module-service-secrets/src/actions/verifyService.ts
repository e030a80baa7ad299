import { setTimeout as sleep } from 'node:timers/promises';

import type {
  ProvisionRequest,
  VerifyResult,
} from 'backstage-plugin-service-secrets-common';
import { z } from 'zod';

import type { Reach } from '../client/asInitiator';
import { ProvisionFailure } from '../client/failure';
import { oneLine } from '../client/oneLine';
import { defineAction, Run } from './defineAction';
import { example, exampleForExisting, exampleRequest } from './exampleRequest';
import { inputFields, outputFields } from './fields';
import { logLines } from './logLines';
import { findingLines, proofLines } from './words';

const id = 'service-secrets:service:verify';
const DEFAULT_TIMEOUT_SECONDS = 90;
const PAUSE_MS = 3_000;

/** Whether asking again may help: the backend failed or was out of reach, it did not refuse. */
function mayPass(error: unknown): error is ProvisionFailure {
  return error instanceof ProvisionFailure && error.mayHaveWritten;
}

async function look(
  { client }: Run,
  request: ProvisionRequest,
): Promise<VerifyResult | ProvisionFailure> {
  try {
    return await client.verify(request, false);
  } catch (error) {
    if (mayPass(error)) return error;
    throw error;
  }
}

function inWords({ health, sentence, findings }: VerifyResult): string {
  const lines = findingLines(findings);
  return [`${health}: ${oneLine(sentence, 400)}`, ...lines].join(' | ');
}

/** Asks until the service is healthy or time is up; each change of state goes to the log once. */
async function untilHealthy(
  run: Run,
  request: ProvisionRequest,
  timeoutSeconds: number,
): Promise<VerifyResult> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  let said = '';
  for (;;) {
    const result = await look(run, request);
    const failed = result instanceof ProvisionFailure;
    if (!failed && result.health === 'healthy') return result;
    const words = failed ? result.message : inWords(result);
    if (words !== said) run.logger.info(words);
    said = words;
    if (Date.now() + PAUSE_MS > deadline) {
      throw new Error(
        `${request.entityRef} in ${request.environment} was not healthy within ${timeoutSeconds} seconds. ${words}`,
      );
    }
    await sleep(PAUSE_MS, undefined, { signal: run.signal });
  }
}

/** A proof makes a credential, so it runs once, and only when everything else holds. */
async function prove(run: Run, request: ProvisionRequest) {
  const result = await run.client.verify(request, true);
  const steps = result.proof ?? [];
  logLines(run.logger, proofLines(steps));
  const broken = steps.filter(({ outcome }) => outcome === 'failed');
  if (broken.length > 0) {
    throw new Error(
      `The live proof of ${request.entityRef} in ${
        request.environment
      } failed: ${proofLines(broken).join('; ')}.`,
    );
  }
  return result;
}

/** `service-secrets:service:verify`: waits until the whole path from pod to credential holds. */
export function createVerifyServiceAction(reach: Reach) {
  return defineAction(
    {
      id,
      description:
        'Waits until the path from the pods to their credentials holds, with the checks of the tab; on request proves it by logging in, reading one credential, connecting and revoking it. Fails with what is wrong and what to do. A dry run asks nothing.',
      examples: [
        example(id, 'Wait until the new service is healthy', {
          request: exampleRequest,
        }),
        example(id, 'Wait longer and prove it with a real credential', {
          request: exampleForExisting,
          timeoutSeconds: 300,
          proof: true,
        }),
      ],
      input: z.strictObject({
        request: inputFields.request,
        timeoutSeconds: z
          .int()
          .min(0)
          .max(1800)
          .optional()
          .describe('How long to wait; 90 unless said'),
        wait: z
          .boolean()
          .optional()
          .describe(
            'Wait until it is healthy, and fail when it is not; true unless said. False says the state of now: for a workload that changes only when somebody merges its patch',
          ),
        proof: z
          .boolean()
          .optional()
          .describe('Prove it live; makes one credential and revokes it'),
      }),
      output: z.object({
        health: outputFields.health,
        sentence: outputFields.sentence,
        findings: outputFields.findings,
        proof: outputFields.proof,
      }),
      async run(run, { request, timeoutSeconds, wait, proof }) {
        if (run.isDryRun) {
          const sentence = 'Dry run: nothing was applied or verified.';
          run.logger.info(sentence);
          return { health: 'unknown' as const, sentence, findings: [] };
        }
        const seconds = timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
        const seen =
          wait === false
            ? await run.client.verify(request, false)
            : await untilHealthy(run, request, seconds);
        const result = proof ? await prove(run, request) : seen;
        run.logger.info(inWords(result));
        return result;
      },
    },
    reach,
  );
}
