import { createInterface } from 'node:readline';

import type { Sandbox } from './startSandbox';

/** What `obeyControlLines` switches. */
type Controlled = {
  readonly vault: Pick<Sandbox['vault'], 'goOffline' | 'goOnline'>;
};

const commands: Readonly<
  Record<string, (sandbox: Controlled) => Promise<void>>
> = {
  'vault stop': sandbox => sandbox.vault.goOffline(),
  'vault start': sandbox => sandbox.vault.goOnline(),
};

async function obey(sandbox: Controlled, line: string): Promise<string> {
  const command = commands[line];
  if (!command) {
    return `SANDBOX_REFUSED ${line}: the commands are ${Object.keys(
      commands,
    ).join(', ')}`;
  }
  await command(sandbox);
  return `SANDBOX_DONE ${line}`;
}

/** Takes commands from whoever started the sandbox, one a line, and answers each with one line. */
export function obeyControlLines(
  sandbox: Controlled,
  input: NodeJS.ReadableStream,
  answer: (line: string) => void = line => process.stdout.write(`${line}\n`),
): void {
  let last: Promise<void> = Promise.resolve();
  createInterface({ input }).on('line', text => {
    const line = text.trim();
    if (line === '') return;
    last = last
      .then(() => obey(sandbox, line))
      .then(answer, error =>
        answer(`SANDBOX_FAILED ${line}: ${String(error)}`),
      );
  });
}
