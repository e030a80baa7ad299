import { createServer, Server } from 'node:http';

import { waitForHttp } from './waitForHttp';

let server: Server;
let answers: number[];
let url: string;

beforeEach(async () => {
  answers = [];
  server = createServer((_request, response) => {
    response.statusCode = answers.shift() ?? 200;
    response.end();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${
    address !== null && typeof address === 'object' ? address.port : 0
  }`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
});

describe('waitForHttp', () => {
  it('asks again until the answer is a success', async () => {
    answers = [503, 503];

    await waitForHttp({ url, timeoutMs: 10_000 });

    expect(answers).toEqual([]);
  });

  it('says which URL did not answer in time', async () => {
    answers = Array.from({ length: 100 }, () => 500);

    await expect(waitForHttp({ url, timeoutMs: 300 })).rejects.toThrow(
      `${url} did not answer within 0.3 s`,
    );
  });

  it('gives up at once when what should answer has ended', async () => {
    answers = Array.from({ length: 100 }, () => 500);
    const abandon = Promise.reject(new Error('backend ended'));

    await expect(
      waitForHttp({ url, timeoutMs: 60_000, abandon }),
    ).rejects.toThrow('backend ended');
  });
});
