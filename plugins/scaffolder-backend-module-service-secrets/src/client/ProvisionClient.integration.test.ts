import { exampleRequest } from '../actions/exampleRequest';
import {
  Answer,
  anError,
  aPlan,
  FakeBackend,
} from '../__testUtils__/FakeBackend';
import { canaryToken } from '../__testUtils__/runAction';
import { ProvisionClient } from './ProvisionClient';

let backend: FakeBackend;
beforeEach(() => {
  backend = new FakeBackend();
});
afterEach(() => backend.stop());

async function failureOf(answer: Answer): Promise<Error> {
  backend.says('plan', answer);
  const client = new ProvisionClient({
    baseUrl: () => backend.url(),
    token: async () => canaryToken,
  });
  return client.plan(exampleRequest).then(
    () => {
      throw new Error('The client took the answer');
    },
    error => error,
  );
}

const doing =
  'Could not plan the credentials of component:default/grade-export in production: ';

describe('ProvisionClient', () => {
  it.each<[string, Answer, string]>([
    [
      'gives the words of the backend when it refuses an input',
      anError(400, 'The namespace kube-system is reserved'),
      'The namespace kube-system is reserved.',
    ],
    [
      'says to sign in again when the session is over',
      anError(401, 'Illegal token'),
      'Illegal token. Sign in again and start the task anew.',
    ],
    [
      'says whom to ask when the caller may not',
      anError(403, 'Not yours'),
      'Not yours. If you should be allowed to, ask the platform team.',
    ],
    [
      'says what to install when the backend has no such route',
      { status: 404, raw: '<html>Not found</html>' },
      'answered 404 without saying why. Check that backstage-plugin-service-secrets-backend is installed',
    ],
    [
      'puts a message of many lines into one',
      anError(500, 'first\n\tsecond\u001b[31m'),
      'first second [31m. Retry the task',
    ],
    [
      'names the fields it does not know when the versions differ',
      { body: { ...aPlan(), digest: 7, mode: 'yolo' } },
      'in a shape this version does not know (mode, digest). Install the same version',
    ],
    [
      'says the same of an answer that is no JSON',
      { raw: 'hello' },
      '(the body). Install the same version',
    ],
  ])('%s', async (_title, answer, words) => {
    const { message, cause } = await failureOf(answer);

    expect(message.startsWith(doing)).toBe(true);
    expect(message).toContain(words);
    expect(message).not.toContain('\n');
    expect(message).not.toContain(canaryToken);
    expect(cause).toBeUndefined();
  });

  it('says that nobody answered when the backend is down, without what fetch says', async () => {
    const url = await backend.url();
    await backend.stop();
    const client = new ProvisionClient({
      baseUrl: async () => url,
      token: async () => canaryToken,
    });

    await expect(client.plan(exampleRequest)).rejects.toMatchObject({
      message: `${doing}the service-secrets backend could not be reached. Check that it runs, then retry the task.`,
      mayHaveWritten: true,
    });
  });

  it('passes the reason on when no token can be had', async () => {
    const client = new ProvisionClient({
      baseUrl: () => backend.url(),
      token: async () => {
        throw new Error('no token for you');
      },
    });

    await expect(client.plan(exampleRequest)).rejects.toThrow(
      'no token for you',
    );
    expect(backend.asked).toEqual([]);
  });
});
