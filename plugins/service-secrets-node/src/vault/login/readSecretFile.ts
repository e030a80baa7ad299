import { open } from 'node:fs/promises';

import { VaultError } from '../errors';

const MAX_BYTES = 64 * 1024;

/** The content of a file with a token in it, without the white space around it. */
export async function readSecretFile(
  path: string,
  target: string,
): Promise<string> {
  const operation = `read the file ${path} to log in`;
  const code = (error: unknown) =>
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ENOENT'
      ? 'not-found'
      : 'denied';
  let content: string;
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read({
        buffer: Buffer.alloc(MAX_BYTES),
      });
      content = buffer.toString('utf8', 0, bytesRead).trim();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new VaultError({
      code: code(error),
      operation,
      target,
      retryable: true,
    });
  }
  // A line feed would end the header the token travels in.
  if (/^[\x21-\x7e]+$/.test(content)) return content;
  throw new VaultError({
    code: 'bad-answer',
    operation,
    target,
    retryable: true,
  });
}
