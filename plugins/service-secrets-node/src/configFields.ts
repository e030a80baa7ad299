import { InputError } from '@backstage/errors';
import {
  describeName,
  isName,
  NameKind,
} from 'backstage-plugin-service-secrets-common';
import { z } from 'zod';

/** A name of ours in the config. */
export function name(kind: NameKind) {
  return z.string().refine(value => isName(kind, value), {
    error: `must be ${describeName(kind)}`,
  });
}

/** Addresses are origins: a path, a query or a user in them would end up in every request. */
export function origin(protocols: readonly string[]) {
  return z.string().transform((value, context) => {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    const plain =
      url !== undefined &&
      protocols.includes(url.protocol) &&
      `${url.pathname}${url.search}${url.hash}${url.username}${url.password}` ===
        '/';
    if (plain) return url.origin;
    context.addIssue({
      code: 'custom',
      message: `must be ${protocols
        .map(protocol => `${protocol}//host:port`)
        .join(' or ')} without a path, a query or a user`,
    });
    return z.NEVER;
  });
}

/** A value that must be there. */
export const text = z.string().trim().min(1, { error: 'must not be empty' });
/** A file. */
export const path = text.refine(value => value.startsWith('/'), {
  error: 'must be an absolute path of a file',
});

/** What is wrong and where; never the value, which may be a secret. */
function fail(key: string, error: z.ZodError): never {
  const problems = error.issues.map(issue => {
    const at = issue.path
      .map(part =>
        typeof part === 'number' ? `[${part}]` : `.${String(part)}`,
      )
      .join('');
    return `${key}${at} ${issue.message.replace(
      /^Invalid input: /,
      'is invalid: ',
    )}`;
  });
  throw new InputError(`Invalid app-config: ${problems.join('; ')}`);
}

/** Checks a part of the config; what it throws names the key and never the value. */
export function parse<T>(schema: z.ZodType<T>, key: string, value: unknown): T {
  const result = schema.safeParse(value);
  return result.success ? result.data : fail(key, result.error);
}
