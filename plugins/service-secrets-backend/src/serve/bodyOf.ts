import { InputError } from '@backstage/errors';
import { z } from 'zod';

/** Reads the body of a request; all that is wrong with it is told in one sentence. */
export function bodyOf<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new InputError(
    `The request is not valid: ${parsed.error.issues
      .map(({ path, message }) => `${path.join('.') || 'body'} ${message}`)
      .join('; ')}`,
  );
}
