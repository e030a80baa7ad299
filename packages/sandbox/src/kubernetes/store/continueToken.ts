import { isObject, numberOf, textOf } from '../api/json';
import { badRequest } from '../api/status';

/** Where a limited list goes on: the revision it shows and the last key it told. */
export interface ContinueToken {
  readonly revision: number;
  readonly after: string;
}

/** The opaque text a client sends back for the next page. */
export function encodeContinue({ revision, after }: ContinueToken): string {
  const token = { v: 'meta.k8s.io/v1', rv: revision, start: `${after}\u0000` };
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function problem(detail: string): Error {
  return badRequest(
    `invalid continue token: continue key is not valid: ${detail}`,
  );
}

function firstCharacter(bytes: Buffer): string {
  const code = bytes[0] ?? 0;
  if (code >= 0x20 && code < 0x7f) return String.fromCharCode(code);
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

/** Reads what `encodeContinue` wrote. Throws 400 for anything else. */
export function decodeContinue(text: string): ContinueToken {
  const bytes = Buffer.from(text, 'base64url');
  let token: unknown;
  try {
    token = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw problem(
      `invalid character '${firstCharacter(
        bytes,
      )}' looking for beginning of value`,
    );
  }
  if (!isObject(token) || token.v !== 'meta.k8s.io/v1')
    throw problem('server does not recognize this encoded version');
  const start = textOf(token.start);
  if (numberOf(token.rv) <= 0 || start === '')
    throw problem('incorrect encoded start resourceVersion');
  return { revision: numberOf(token.rv), after: start.split('\u0000')[0] };
}
