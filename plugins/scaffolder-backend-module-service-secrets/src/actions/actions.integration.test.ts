import { validate } from 'jsonschema';
import { parse } from 'yaml';

import {
  aDigest,
  anError,
  aPlan,
  FakeBackend,
} from '../__testUtils__/FakeBackend';
import {
  anAction,
  canaryToken,
  Checkpoints,
  runAction,
} from '../__testUtils__/runAction';
import { createServiceSecretsActions } from '.';
import { exampleRequest } from './exampleRequest';

const applied = {
  runId: 'run-1',
  writes: 2,
  changes: aPlan().changes,
  applied: ['Deployment demo-grades/grade-export'],
};
const impact = {
  entityRef: exampleRequest.entityRef,
  environment: 'production',
  objects: ['database/roles/svc-demo-grades.grade-export.read-write'],
  leases: 2,
  pods: ['demo-grades/grade-export-1'],
  inUse: true,
  sentence: 'Two leases and one pod still use it.',
};

function aBackend() {
  return new FakeBackend()
    .says('plan', { body: aPlan() })
    .says('apply', { body: applied })
    .says('verify', {
      body: {
        health: 'healthy',
        sentence: 'All is well.',
        findings: [],
        proof: [{ step: 'login', outcome: 'ok', detail: 'Logged in.' }],
      },
    })
    .says('retire', {
      body: { impact, revokedLeases: 2, removed: ['a'], leftOvers: [] },
    })
    .says('undo', {
      body: {
        runId: 'run-1',
        removed: ['sys/policies/acl/svc-demo-grades.grade-export'],
        leftOvers: [{ what: 'database user v-1', reason: 'it owns a table' }],
      },
    })
    .says('render', {
      body: { files: [{ path: 'service.yaml', content: 'kind: Secret\n' }] },
    });
}

let backend: FakeBackend;
beforeEach(() => {
  backend = aBackend();
});
afterEach(() => backend.stop());

const fakeReach = {
  // Nothing of it is called before an action runs.
  auth: {} as never,
  discovery: {} as never,
};
const all = createServiceSecretsActions(fakeReach);
/** An example's input with what the scaffolder would put in for its expressions. */
function filled(input: object): object {
  const values: Record<string, unknown> = {
    ...{ digest: aDigest, runId: 'run-1', annotations: { a: 'b' } },
    entity: { apiVersion: 'v1', kind: 'X', metadata: { name: 'x' } },
  };
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) => [
      key,
      typeof value === 'string' && value.startsWith('$') ? values[key] : value,
    ]),
  );
}
const stepsOf = (example: string) => parse(example).steps;

describe('every action', () => {
  it.each(all.map(action => [action.id, action] as const))(
    '%s has a description, two examples its schema takes, described inputs and outputs',
    (id, { description, examples = [], schema, supportsDryRun }) => {
      expect(description).toMatch(/\.$/);
      expect(supportsDryRun).toBe(true);
      expect(examples.length).toBeGreaterThanOrEqual(2);
      for (const { example } of examples) {
        const [step] = stepsOf(example);
        expect(step.action).toBe(id);
        expect(
          validate(filled(step.input), schema?.input ?? {}).errors,
        ).toEqual([]);
      }
      for (const part of [schema?.input, schema?.output]) {
        const properties = Object.values(part?.properties ?? {});
        expect(properties.length).toBeGreaterThan(0);
        expect(
          properties.every(property => Boolean(property.description)),
        ).toBe(true);
      }
    },
  );

  it.each(all.map(({ id, examples = [] }) => [id, examples] as const))(
    '%s asks the backend nothing that writes in a dry run',
    async (id, examples) => {
      for (const { example } of examples) {
        const [{ input }] = stepsOf(example);
        const { error } = await runAction(id, filled(input), {
          backend,
          isDryRun: true,
        });
        expect(error).toBeUndefined();
      }
      const writes = backend.asked.filter(
        ({ path, body }) =>
          !/\/(plan|render)$/.test(path) &&
          !JSON.stringify(body).includes('"dryRun":true'),
      );
      expect(writes).toEqual([]);
    },
  );

  it.each(all.map(({ id, examples = [] }) => [id, examples] as const))(
    '%s shows its token to the backend only',
    async (id, [first]) => {
      const [{ input }] = stepsOf(first.example);
      const seen = await runAction(id, filled(input), { backend });

      expect(seen.error).toBeUndefined();
      // One action asks nobody.
      expect(backend.asked).toHaveLength(id.endsWith(':annotate') ? 0 : 1);
      for (const { authorization } of backend.asked) {
        expect(authorization).toBe(`Bearer ${canaryToken}`);
      }
      const sinks = JSON.stringify([
        seen.outputs,
        seen.lines,
        [...seen.files],
        [...seen.checkpoints],
      ]);
      expect(sinks).not.toContain(canaryToken);
    },
  );

  it.each(all.map(({ id, schema }) => [id, schema] as const))(
    '%s gives the outputs its schema promises',
    async (id, schema) => {
      const examples = anAction(id, 'http://unused').examples ?? [];
      const [{ input }] = stepsOf(examples[0].example);
      const { outputs } = await runAction(id, filled(input), { backend });

      expect(validate(outputs, schema?.output ?? {}).errors).toEqual([]);
      const known = Object.keys(schema?.output?.properties ?? {});
      expect(known).toEqual(expect.arrayContaining(Object.keys(outputs)));
    },
  );
});

describe('service-secrets:service:plan', () => {
  const id = 'service-secrets:service:plan';

  it('shows every change with its fields and answers the digest', async () => {
    const { lines, outputs } = await runAction(
      id,
      { request: exampleRequest },
      { backend },
    );

    expect(lines).toEqual([
      'create    policy         sys/policies/acl/svc-demo-grades.grade-export',
      'update    database-role  database/roles/svc-demo-grades.grade-export.read-write',
      '          max_ttl: 12h -> 24h',
      'unchanged auth-role      auth/kubernetes/role/svc-demo-grades.grade-export',
      'note: The pods log in with the audience vault.',
      'Objects in Vault: 1 to create, 1 to update, 1 unchanged.',
    ]);
    expect(outputs).toMatchObject({
      digest: aDigest,
      mode: 'apply',
      annotations: {
        'service-secrets.io/namespace': 'demo-grades',
        'service-secrets.io/environments': 'production',
        'service-secrets.io/auth-role':
          'kubernetes/svc-demo-grades.grade-export',
        'service-secrets.io/database-roles':
          'database/svc-demo-grades.grade-export.read-write',
      },
    });
  });

  it('fails and names the owner when an object belongs to somebody else', async () => {
    const [change] = aPlan().changes;
    const reason = 'it belongs to component:default/other';
    backend.says('plan', {
      body: aPlan({ changes: [{ ...change, action: 'conflict', reason }] }),
    });
    const input = { request: exampleRequest };

    const { error } = await runAction(id, input, { backend });
    expect(error?.message).toBe(
      'The plan cannot be applied: sys/policies/acl/svc-demo-grades.grade-export (it belongs to component:default/other). Choose another name, or ask whoever owns it.',
    );
    const shown = await runAction(
      id,
      { ...input, allowConflicts: true },
      { backend },
    );
    expect(shown.outputs.sentence).toMatch(/1 in conflict/);
  });

  it('fails when the plan is not the one that was approved', async () => {
    const { error } = await runAction(
      id,
      { request: exampleRequest, digest: 'b'.repeat(64) },
      { backend },
    );

    expect(error?.message).toMatch(/not the one that was approved.*review/);
  });

  it('keeps control characters of stored values out of the log', async () => {
    backend.says('plan', {
      body: aPlan({
        changes: [
          {
            kind: 'policy',
            path: 'sys/policies/acl/x',
            action: 'update',
            fields: [{ field: 'policy', to: '\u001b[2J\r\nERROR fake line' }],
          },
        ],
        notes: [],
      }),
    });
    const { lines } = await runAction(
      id,
      { request: exampleRequest },
      { backend },
    );

    expect(lines.slice(1, 4)).toEqual([
      '          policy becomes',
      '          | [2J',
      '          | ERROR fake line',
    ]);
  });
});

describe('service-secrets:service:apply', () => {
  const id = 'service-secrets:service:apply';
  const input = { request: exampleRequest, digest: aDigest };

  it('hands over request, digest and the wish for manifests, and answers the run', async () => {
    const { outputs, lines } = await runAction(
      id,
      { ...input, applyManifests: true },
      { backend },
    );

    expect(backend.asked.map(({ body }) => body)).toEqual([
      { ...input, applyManifests: true },
    ]);
    expect(outputs).toMatchObject({ runId: 'run-1', writes: 2 });
    expect(lines).toContain(
      'Made 2 changes; 1 Kubernetes objects are as planned (run run-1).',
    );
  });

  it('keeps the first run on a retry of the task, so that undo still names what was written', async () => {
    const checkpoints: Checkpoints = new Map();
    await runAction(id, input, { backend, checkpoints });
    backend.says('apply', {
      body: { ...applied, runId: 'run-2', writes: 0 },
    });

    const again = await runAction(id, input, { backend, checkpoints });
    expect(again.outputs).toMatchObject({ runId: 'run-1', writes: 2 });
    expect(backend.routes).toEqual(['apply']);
  });

  it('says that nothing was written when all was in place', async () => {
    backend.says('apply', {
      body: { ...applied, runId: '', writes: 0 },
    });
    const { outputs } = await runAction(id, input, { backend });

    expect(outputs.sentence).toBe(
      'Everything was in place already; nothing was written.',
    );
    // No run, so nothing to undo.
    expect(outputs).not.toHaveProperty('runId');
  });

  it('gives each piece a checkpoint of its own', async () => {
    const checkpoints: Checkpoints = new Map();
    const request = { request: exampleRequest };
    await runAction('service-secrets:policy:apply', request, {
      backend,
      checkpoints,
    });
    await runAction('service-secrets:pkiRole:apply', request, {
      backend,
      checkpoints,
    });
    const other = { ...exampleRequest, name: 'other' };
    await runAction(
      'service-secrets:pkiRole:apply',
      { request: other },
      { backend, checkpoints },
    );

    expect(checkpoints.size).toBe(3);
    expect(backend.asked.map(({ body }) => body)).toEqual([
      { ...request, only: ['policy'] },
      { ...request, only: ['pki-role'] },
      { request: other, only: ['pki-role'] },
    ]);
  });

  it('fails with the reason and says how to finish or undo when the backend broke off', async () => {
    backend.says(
      'apply',
      anError(503, 'Vault stopped answering in run run-9; 2 objects written'),
    );
    const { error, lines, checkpoints } = await runAction(id, input, {
      backend,
    });

    expect(error?.message).toBe(
      'Could not apply the plan of component:default/grade-export in production: Vault stopped answering in run run-9; 2 objects written. Retry the task; if it fails again, the log of the backend says more.',
    );
    expect(lines.join()).toMatch(/retry this task.*service:undo/);
    expect(checkpoints.size).toBe(0);
  });

  it('offers no undo when the backend refused before the first write', async () => {
    backend.says('apply', anError(409, 'The plan of now is another one'));
    const { error, lines } = await runAction(id, input, { backend });

    expect(error?.message).toBe(
      'Could not apply the plan of component:default/grade-export in production: The plan of now is another one.',
    );
    expect(lines).toEqual([]);
  });

  it('stops with the task when it is cancelled', async () => {
    backend.says('apply', { silent: true });
    const task = new AbortController();
    setTimeout(() => task.abort(new Error('The task was cancelled')), 50);
    const { error, lines } = await runAction(id, input, {
      backend,
      signal: task.signal,
    });

    expect(error?.message).toBe('The task was cancelled');
    // Nobody knows how far the backend came.
    expect(lines.join()).toMatch(/retry this task/);
  });
});

describe('service-secrets:service:retire', () => {
  const id = 'service-secrets:service:retire';
  const { entityRef, owner, environment } = exampleRequest;
  const input = { entityRef, owner, environment };

  it('shows the impact only, when asked to, and removes nothing', async () => {
    backend.says('retire', { body: { impact, removed: [], leftOvers: [] } });
    const { outputs } = await runAction(
      id,
      { ...input, impactOnly: true },
      { backend },
    );

    expect(backend.asked[0].body).toEqual({ ...input, dryRun: true });
    expect(outputs).toMatchObject({
      inUse: true,
      sentence: 'Nothing was removed. Two leases and one pod still use it.',
    });
  });

  it('passes the confirmation on and reports what went', async () => {
    const { outputs } = await runAction(
      id,
      { ...input, confirmed: true, removeManifests: true },
      { backend },
    );

    expect(backend.asked[0].body).toEqual({
      ...input,
      confirmed: true,
      removeManifests: true,
      dryRun: false,
    });
    expect(outputs).toMatchObject({
      sentence: 'Revoked 2 leases, removed 1 objects; 0 left over.',
    });
  });

  it('tells leases that were revoked from those that ended with their pods', async () => {
    const ended = { revokedLeases: 1, endedLeases: 2 };
    backend.says('retire', {
      body: { impact, removed: ['a'], leftOvers: [], ...ended },
    });

    const { outputs } = await runAction(id, input, { backend });

    expect(outputs.sentence).toMatch(
      /^Revoked 1 leases \(2 more ended with their pods\), removed 1 objects/,
    );
  });
});

describe('service-secrets:service:undo', () => {
  it('reports what went and what is left over', async () => {
    const { lines } = await runAction(
      'service-secrets:service:undo',
      { runId: 'run-1' },
      { backend },
    );

    expect(lines).toEqual([
      'removed sys/policies/acl/svc-demo-grades.grade-export',
      'left over: database user v-1, it owns a table',
      'Took back 1 objects of run run-1; 1 left over.',
    ]);
  });
});
