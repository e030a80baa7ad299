import {
  aServiceSpec,
  aStatementProfile,
} from 'backstage-plugin-service-secrets-node/testUtils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import fs from 'fs-extra';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

import { createRenderPlanAction } from './renderPlan';
import { examples } from './renderPlan.examples';

const profile = aStatementProfile();
const action = createRenderPlanAction(new Map([[profile.id, profile]]));

async function run(input: object, isDryRun = false) {
  const workspacePath = await fs.mkdtemp(
    path.join(await fs.realpath('/tmp'), 'render-plan-'),
  );
  try {
    const ctx = {
      // The helper's type wants the action's input; a test also passes bad ones.
      ...createMockActionContext({ input: input as never, workspacePath }),
      isDryRun,
    };
    await action.handler(ctx);
    const files = await fs.readdir(workspacePath, { recursive: true });
    const manifest = path.join(workspacePath, 'kubernetes/service.yaml');
    return { files, manifest: await fs.readFile(manifest, 'utf8'), ctx };
  } finally {
    await fs.remove(workspacePath);
  }
}

describe('service-secrets:plan:render', () => {
  it('writes policies, roles and manifests into the workspace and names them', async () => {
    const { files, manifest, ctx } = await run(aServiceSpec());

    expect(files).toEqual(
      expect.arrayContaining([
        'vault/policies/svc-grade-api.hcl',
        'vault/database-roles/database/svc-grade-api.read-write.json',
        'vault/auth-roles/kubernetes/issuer-grade-api.json',
        'vault/allowed-roles/database/grade-api-db.json',
      ]),
    );
    expect(
      parseAllDocuments(manifest).map(document => document.get('kind')),
    ).toEqual([
      'ServiceAccount',
      'Role',
      'RoleBinding',
      'Issuer',
      'Certificate',
      'Deployment',
    ]);
    expect(ctx.output).toHaveBeenCalledWith(
      'files',
      expect.arrayContaining(['kubernetes/service.yaml']),
    );
  });

  it('does the same in a dry run, because it changes the workspace only', async () => {
    const { files } = await run(aServiceSpec(), true);

    expect(files).toContain('kubernetes/service.yaml');
  });

  it.each(['../kube-system', 'x" }}{{ env "HOME" }}', '${{ secrets.x }}'])(
    'writes nothing and names the field when the namespace is %j',
    async namespace => {
      await expect(run({ ...aServiceSpec(), namespace })).rejects.toThrow(
        'The service cannot be planned: namespace is no valid label',
      );
    },
  );

  it('names the profiles on offer when the spec asks for another', async () => {
    const spec = aServiceSpec();
    const database = { ...spec.database, profile: 'superuser' };

    await expect(run({ ...spec, database })).rejects.toThrow(
      'There is no statement profile superuser; the platform team offers: read-write',
    );
  });

  it('runs its own examples', async () => {
    for (const { example } of examples) {
      const [step] = parse(example).steps;

      const { files } = await run(step.input);

      expect(files).toContain('kubernetes/service.yaml');
    }
  });
});
