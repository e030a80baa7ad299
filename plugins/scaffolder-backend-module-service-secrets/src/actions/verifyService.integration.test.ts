import { anError, FakeBackend } from '../__testUtils__/FakeBackend';
import { runAction } from '../__testUtils__/runAction';
import { exampleRequest } from './exampleRequest';

const id = 'service-secrets:service:verify';
const healthy = {
  body: { health: 'healthy', sentence: 'All is well.', findings: [] },
};
const broken = {
  body: {
    health: 'broken',
    sentence: 'The pods cannot log in.',
    findings: [
      {
        id: '1',
        code: 'authRoleMissing',
        severity: 'broken',
        environment: 'production',
        subject: { kind: 'authRole', name: 'x' },
        message: 'The auth role `x` does not exist.',
        remedy: 'Create it.',
      },
    ],
  },
};

let backend: FakeBackend;
beforeEach(() => {
  backend = new FakeBackend();
});
afterEach(() => backend.stop());

const verify = (input: object) =>
  runAction(id, { request: exampleRequest, ...input }, { backend });

describe('service-secrets:service:verify', () => {
  it('waits through faults and findings until the service is healthy', async () => {
    backend.says('verify', anError(503, 'Vault is sealed'), broken, healthy);
    const { outputs, lines } = await verify({ timeoutSeconds: 30 });

    expect(outputs).toMatchObject({ health: 'healthy', findings: [] });
    expect(lines[0]).toMatch(/Vault is sealed/);
    expect(lines[1]).toMatch(/authRoleMissing: .*Create it\./);
  }, 30_000);

  it('fails with the findings in words when time is up', async () => {
    backend.says('verify', broken);
    const { error, outputs } = await verify({ timeoutSeconds: 0 });

    expect(error?.message).toBe(
      'component:default/grade-export in production was not healthy within 0 seconds. broken: The pods cannot log in. | authRoleMissing: The auth role `x` does not exist. Create it.',
    );
    expect(outputs).toEqual({});
  });

  it('says the state of now when it shall not wait, and proves the path all the same', async () => {
    const proof = [{ step: 'login', outcome: 'ok', detail: 'Logged in.' }];
    backend.says('verify', broken, { body: { ...broken.body, proof } });
    const { outputs, error } = await verify({ wait: false, proof: true });

    expect(error).toBeUndefined();
    expect(outputs).toMatchObject({ health: 'broken', proof });
    expect(backend.asked).toHaveLength(2);
  });

  it('does not ask again when the caller may not', async () => {
    backend.says('verify', anError(403, 'Only owners may'));
    const { error } = await verify({ timeoutSeconds: 30 });

    expect(error?.message).toMatch(/Only owners may\..*platform team/);
    expect(backend.asked).toHaveLength(1);
  });

  it('asks for the proof once, after all else holds, and fails when a step of it does', async () => {
    const proof = [
      { step: 'login', outcome: 'ok', detail: 'Logged in.' },
      { step: 'connect', outcome: 'failed', detail: 'The database refused.' },
    ];
    backend.says('verify', broken, healthy, {
      body: { ...healthy.body, proof },
    });
    const { error } = await verify({ proof: true });

    expect(
      backend.asked.map(({ body }) => JSON.stringify(body).slice(-14)),
    ).toEqual(['"proof":false}', '"proof":false}', '},"proof":true}'.slice(1)]);
    expect(error?.message).toMatch(
      /proof connect: failed, The database refused/,
    );
  }, 30_000);
});
