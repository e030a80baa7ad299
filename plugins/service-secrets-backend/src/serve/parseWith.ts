import { InputError } from '@backstage/errors';
import { z } from 'zod';

/** Reads what a request brings; all that is wrong with it is told in one sentence, each with its name. */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InputError(
    `The request is not valid: ${parsed.error.issues
      .map(({ path, message }) => `${path.join('.') || 'request'} ${message}`)
      .join('; ')}`,
  );
}
