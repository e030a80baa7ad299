import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The openssl command over a directory of its own. */
export class Openssl {
  private readonly directory = mkdtempSync(
    path.join(tmpdir(), 'sandbox-pki-test-'),
  );

  /** Writes a file and answers its path. */
  file(name: string, content: string | Uint8Array): string {
    const target = path.join(this.directory, name);
    writeFileSync(target, content);
    return target;
  }

  /** Runs openssl and answers what it said on both streams; a failure throws with that. */
  run(...args: string[]): string {
    const { status, stdout, stderr } = spawnSync('openssl', args);
    const said = stdout.toString() + stderr.toString();
    if (status !== 0) {
      throw new Error(`openssl ${args[0]} failed: ${said}`);
    }
    return said;
  }

  /** `openssl verify` of a leaf below a root; throws with the reason when the chain breaks. */
  verify(
    chain: { leaf: string; intermediate?: string; root: string },
    ...more: string[]
  ): string {
    const untrusted = chain.intermediate
      ? ['-untrusted', this.file('intermediate.pem', chain.intermediate)]
      : [];
    return this.run(
      'verify',
      '-x509_strict',
      ...more,
      ...['-CAfile', this.file('root.pem', chain.root)],
      ...untrusted,
      this.file('leaf.pem', chain.leaf),
    );
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
