import { z } from 'zod';

import { oneLine } from './oneLine';

/** Why the backend plugin did not do what it was asked for. The message is for people and holds no credential. */
export class ProvisionFailure extends Error {
  /** HTTP status; absent when there was no answer, so that nobody knows what was done. */
  readonly status?: number;

  constructor(message: string, status?: number) {
    super(message);
    this.name = 'ProvisionFailure';
    this.status = status;
  }

  /** Whether some of the work may have been done. A refusal comes before the first write. */
  get mayHaveWritten(): boolean {
    return this.status === undefined || this.status >= 500;
  }
}

/** The shape of every error Backstage answers with. */
const errorBodySchema = z.object({
  error: z.object({ message: z.string().min(1) }),
});

const remedies: Readonly<Record<number, string>> = {
  401: 'Sign in again and start the task anew.',
  403: 'If you should be allowed to, ask the platform team.',
  404: 'Check that backstage-plugin-service-secrets-backend is installed in the same version as this module.',
  429: 'Wait a minute, then retry the task.',
};

function remedyOf(status: number): string {
  if (status >= 500) {
    return 'Retry the task; if it fails again, the log of the backend says more.';
  }
  return remedies[status] ?? '';
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** The backend plugin said no, or failed. */
export function refused(
  doing: string,
  status: number,
  body: unknown,
): ProvisionFailure {
  const { data } = errorBodySchema.safeParse(body);
  const reason = data
    ? oneLine(data.error.message, 1_000)
    : `the service-secrets backend answered ${status} without saying why`;
  const words = sentence(`Could not ${doing}: ${reason}`);
  return new ProvisionFailure(`${words} ${remedyOf(status)}`.trim(), status);
}

/** The answer has another shape than this version expects. */
export function unintelligible(
  doing: string,
  error: z.ZodError,
): ProvisionFailure {
  const fields = error.issues.map(({ path }) => path.join('.') || 'the body');
  return new ProvisionFailure(
    `Could not ${doing}: the service-secrets backend answered in a shape this version does not know (${fields.join(
      ', ',
    )}). Install the same version of the backend plugin and of this module.`,
  );
}

/** No answer came. What fetch says is left out: it may name proxies and headers. */
export function unreached(
  doing: string,
  { timedOut, seconds }: { timedOut: boolean; seconds: number },
): ProvisionFailure {
  const reason = timedOut
    ? `the service-secrets backend did not answer within ${seconds} seconds`
    : 'the service-secrets backend could not be reached';
  return new ProvisionFailure(
    `Could not ${doing}: ${reason}. Check that it runs, then retry the task.`,
  );
}
