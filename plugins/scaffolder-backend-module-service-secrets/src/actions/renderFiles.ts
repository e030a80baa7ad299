import {
  RenderTarget,
  renderTargets,
} from 'backstage-plugin-service-secrets-common';
import { z } from 'zod';

import type { Reach } from '../client/asInitiator';
import { defineAction, Run } from './defineAction';
import { example, exampleForExisting, exampleRequest } from './exampleRequest';
import { inputFields, outputFields } from './fields';
import { logLines } from './logLines';
import { writeFiles } from './writeFiles';

const gitopsTargets = renderTargets.filter(
  (target): target is Exclude<RenderTarget, 'manifests'> =>
    target !== 'manifests',
);

const output = z.object({
  files: outputFields.files,
  sentence: outputFields.sentence,
});

async function renderInto(
  { client, logger, workspacePath }: Run,
  folder: string,
  [request, target]: Parameters<Run['client']['render']>,
) {
  const rendered = await client.render(request, target);
  const files = await writeFiles(workspacePath, folder, rendered);
  const sentence = `Wrote ${files.length} files of ${target} for ${request.entityRef} into the workspace.`;
  logLines(logger, [...files.map(file => `wrote ${file}`), sentence]);
  return { files, sentence };
}

const manifestsId = 'service-secrets:manifests:render';

/** `service-secrets:manifests:render`: the manifests of a plan as files of the workspace. */
export function createRenderManifestsAction(reach: Reach) {
  return defineAction(
    {
      id: manifestsId,
      description:
        'Writes the Kubernetes manifests of a plan into the workspace: service account, workload or the patch of an existing one, delivery of the credential, certificate. Changes nothing in Vault or the cluster, so a dry run does the same.',
      examples: [
        example(manifestsId, 'Put the manifests beside the source', {
          request: exampleRequest,
          targetPath: 'deploy',
        }),
        example(manifestsId, 'Put the patch of an existing workload there', {
          request: exampleForExisting,
        }),
      ],
      input: z.strictObject({
        request: inputFields.request,
        targetPath: inputFields.targetPath,
      }),
      output,
      run: (run, { request, targetPath = 'deploy' }) =>
        renderInto(run, targetPath, [request, 'manifests']),
    },
    reach,
  );
}

const gitopsId = 'service-secrets:gitops:render';

/** `service-secrets:gitops:render`: a plan for a pipeline instead of direct writes. */
export function createRenderGitopsAction(reach: Reach) {
  return defineAction(
    {
      id: gitopsId,
      description:
        'Writes a plan into the workspace as Terraform or as resources of the vault-config-operator, for a pipeline that has the rights. Changes nothing in Vault or the cluster, so a dry run does the same.',
      examples: [
        example(gitopsId, 'Hand the plan to Terraform', {
          request: exampleRequest,
          target: 'terraform',
        }),
        example(gitopsId, 'Hand the plan to the vault-config-operator', {
          request: exampleForExisting,
          target: 'vault-config-operator',
          targetPath: 'platform/vault',
        }),
      ],
      input: z.strictObject({
        request: inputFields.request,
        target: z.enum(gitopsTargets).describe('Who takes the plan up'),
        targetPath: inputFields.targetPath,
      }),
      output,
      run: (run, { request, target, targetPath }) =>
        renderInto(run, targetPath ?? `gitops/${target}`, [request, target]),
    },
    reach,
  );
}
