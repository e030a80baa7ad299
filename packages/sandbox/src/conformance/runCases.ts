import { ConformanceCase } from './ConformanceCase';
import { Transcript } from './Transcript';
import { Surroundings, VaultSession, VaultTarget } from './VaultSession';

/** What one server said to every case, by the case's name. */
export type Transcripts = Readonly<Record<string, Transcript>>;

/** Runs the cases one after another against one server; a case that cannot be run says so in its transcript. */
export async function runCases(
  cases: readonly ConformanceCase[],
  vault: VaultTarget,
  surroundings: Surroundings,
): Promise<Transcripts> {
  const transcripts: Record<string, Transcript> = {};
  for (const { name, run } of cases) {
    if (transcripts[name]) throw new Error(`two cases are named "${name}"`);
    const session = new VaultSession(vault, surroundings);
    try {
      await run(session);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      session.transcript.push({
        request: 'case stopped',
        status: 0,
        body: message,
      });
    }
    transcripts[name] = session.transcript;
  }
  return transcripts;
}
