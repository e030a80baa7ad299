import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  planService,
  ServiceSpec,
  serviceSpecSchema,
  StatementProfile,
} from 'backstage-plugin-service-secrets-node';
import fs from 'fs-extra';
import path from 'node:path';

import { PlanFile, planFiles } from './planFiles';
import { examples } from './renderPlan.examples';

/** The scaffolder checks shape only and applies no refinement, so the real check is made here. */
function parseSpec(input: unknown): ServiceSpec {
  const { data, error } = serviceSpecSchema.safeParse(input);
  if (data) return data;
  const problems = error.issues.map(
    ({ path: where, message }) => `${where.join('.') || 'input'} ${message}`,
  );
  throw new InputError(`The service cannot be planned: ${problems.join('; ')}`);
}

function profileOf(
  spec: ServiceSpec,
  profiles: ReadonlyMap<string, StatementProfile>,
): StatementProfile | undefined {
  if (!spec.database) return undefined;
  const profile = profiles.get(spec.database.profile);
  if (!profile) {
    const known = [...profiles.keys()].join(', ') || 'none';
    throw new InputError(
      `There is no statement profile ${spec.database.profile}; the platform team offers: ${known} (serviceSecrets.provision.statementProfiles)`,
    );
  }
  return profile;
}

async function writeFiles(workspace: string, files: readonly PlanFile[]) {
  for (const { path: file, content } of files) {
    const target = resolveSafeChildPath(workspace, file);
    await fs.ensureDir(path.dirname(target));
    await fs.writeFile(target, content);
  }
}

/**
 * `service-secrets:plan:render`: writes what a service needs in Vault and
 * Kubernetes into the workspace as files. It asks and changes no upstream.
 */
export function createRenderPlanAction(
  profiles: ReadonlyMap<string, StatementProfile>,
) {
  return createTemplateAction({
    id: 'service-secrets:plan:render',
    description:
      "Plans a service's policy, auth role, database role, PKI role and manifests, and writes them into the workspace for review. Changes nothing in Vault or Kubernetes.",
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        entityRef: z => z.string({ description: 'Entity ref of the service' }),
        namespace: z => z.string({ description: 'Kubernetes namespace' }),
        name: z => z.string({ description: 'Name of the service' }),
        serviceAccount: z =>
          z.string({ description: 'Service account the pods run as' }),
        authMount: z =>
          z.string({ description: 'Mount of the Kubernetes auth method' }),
        audience: z =>
          z.string({
            description: 'Audience of the token the pods log in with',
          }),
        image: z => z.string({ description: 'Container image' }),
        replicas: z => z.number({ description: 'Pods to run' }),
        database: z =>
          z
            .object({
              mount: z.string(),
              connection: z.string(),
              profile: z.string(),
              host: z.string(),
              port: z.number(),
              database: z.string(),
              defaultTtlSeconds: z.number(),
              maxTtlSeconds: z.number(),
              format: z.string(),
            })
            .optional()
            .describe('The database credential the service needs'),
        certificate: z =>
          z
            .object({
              pkiMount: z.string(),
              vaultServer: z.string(),
              dnsNames: z.array(z.string()),
              durationSeconds: z.number(),
              renewBeforeSeconds: z.number(),
            })
            .optional()
            .describe('The certificate the service needs'),
      },
      output: {
        files: z =>
          z.array(z.string(), {
            description: 'Files written, relative to the workspace',
          }),
      },
    },
    async handler(ctx) {
      const spec = parseSpec(ctx.input);
      const files = planFiles(planService(spec, profileOf(spec, profiles)));
      await writeFiles(ctx.workspacePath, files);
      ctx.logger.info(`Planned ${spec.name}: ${files.length} files`);
      ctx.output(
        'files',
        files.map(file => file.path),
      );
    },
  });
}
