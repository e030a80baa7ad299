import { PassThrough } from 'node:stream';

import { obeyControlLines } from './control';

function given() {
  const calls: string[] = [];
  const input = new PassThrough();
  const answered = (count: number) =>
    new Promise<string[]>(resolve => {
      const answers: string[] = [];
      obeyControlLines(
        {
          vault: {
            goOffline: async () => void calls.push('offline'),
            goOnline: async () => void calls.push('online'),
          },
        },
        input,
        line => {
          answers.push(line);
          if (answers.length === count) resolve(answers);
        },
      );
    });
  return { calls, input, answered };
}

describe('obeyControlLines', () => {
  it('stops and starts Vault in the order of the lines', async () => {
    const { calls, input, answered } = given();
    const answers = answered(2);

    input.write('vault stop\nvault start\n');

    await expect(answers).resolves.toEqual([
      'SANDBOX_DONE vault stop',
      'SANDBOX_DONE vault start',
    ]);
    expect(calls).toEqual(['offline', 'online']);
  });

  it('refuses a line it does not know and names those it does', async () => {
    const { calls, input, answered } = given();
    const answers = answered(1);

    input.write('vault seal\n');

    await expect(answers).resolves.toEqual([
      'SANDBOX_REFUSED vault seal: the commands are vault stop, vault start',
    ]);
    expect(calls).toEqual([]);
  });
});
