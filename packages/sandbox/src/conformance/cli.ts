import { writeFile } from 'node:fs/promises';

import { judge } from './judge';
import { replayExchanges } from './kubernetes/replayExchanges';
import { realServer, RealServer } from './realServer';
import { conformancePage } from './places';
import { readRecording, Recording, writeRecording } from './recording';
import { markdown, Outcome, summary, table } from './report';
import { runCases } from './runCases';
import { runSandbox } from './runSandbox';
import { startSurroundings } from './surroundings';
import { vaultCases } from './vault/vaultCases';
import { Surroundings } from './VaultSession';

const DATE_LENGTH = 10;

async function record(
  real: RealServer,
  surroundings: Surroundings,
): Promise<Recording> {
  const { handle, product, version } = real;
  const target = { address: handle.address, token: handle.rootToken };
  const transcripts = await runCases(vaultCases, target, surroundings);
  const date = new Date().toISOString().slice(0, DATE_LENGTH);
  return { product, version, date, transcripts };
}

async function compare(
  real: RealServer | undefined,
  surroundings: Surroundings,
): Promise<Outcome> {
  const recording = real
    ? await record(real, surroundings)
    : await readRecording();
  if (real && recording.product === 'openbao') await writeRecording(recording);
  const sandbox = await runSandbox(surroundings);
  const judgements = judge(vaultCases, {
    sandbox,
    real: recording.transcripts,
    openbao: recording.product === 'openbao',
  });
  const name = recording.product === 'openbao' ? 'OpenBao' : 'Vault';
  return {
    date: recording.date,
    real: `${name} ${recording.version}${real ? '' : ' (recorded answers)'}`,
    judgements,
    exchanges: await replayExchanges(),
  };
}

async function main(): Promise<void> {
  const real = await realServer(process.env);
  const surroundings = await startSurroundings();
  try {
    const outcome = await compare(real, surroundings);
    process.stdout.write(`${table(outcome)}\n\n${summary(outcome)}\n`);
    if (real) await writeFile(conformancePage, markdown(outcome));
    const unexplained =
      outcome.judgements.some(({ verdict }) => verdict === 'different') ||
      outcome.exchanges.some(({ same, reason }) => !same && !reason);
    process.exitCode = unexplained ? 1 : 0;
  } finally {
    await surroundings.stop();
    await real?.handle.stop();
  }
}

void main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`yarn conformance: ${message}\n`);
  process.exitCode = 1;
});
