import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A certificate for 127.0.0.1 that is its own authority, made anew: no key is kept in the repository. */
export async function selfSigned(): Promise<{ cert: string; key: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'certificate-'));
  const [key, cert] = [join(directory, 'key'), join(directory, 'cert')];
  try {
    await run('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-nodes', '-days', '30'],
      ...['-pkeyopt', 'ec_paramgen_curve:P-256', '-keyout', key, '-out', cert],
      ...['-subj', '/O=Service Secrets/CN=contract CA'],
      ...['-addext', 'subjectAltName=IP:127.0.0.1'],
    ]);
    return {
      cert: await readFile(cert, 'utf8'),
      key: await readFile(key, 'utf8'),
    };
  } finally {
    await rm(directory, { recursive: true });
  }
}
