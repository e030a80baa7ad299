import { parse } from 'yaml';
import { z } from 'zod';

import type { DeliveryResource } from './DeliveryResource';
import { listOf, optionalTime, trimSlashes } from './schema';

/** Longer texts are not even parsed: a class of ours has a few hundred characters. */
const LONGEST_OBJECTS = 100_000;

const objects = z.array(z.object({ secretPath: z.string() }));

function parseYaml(text: string): unknown {
  try {
    // Aliases can make a short text a huge value.
    return parse(text.slice(0, LONGEST_OBJECTS), { maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}

/** The paths in the YAML text of the parameters; none when that is not readable, which the pods' events tell. */
function pathsIn(text: string | undefined): string[] {
  const read = objects.safeParse(parseYaml(text ?? ''));
  const paths = read.success
    ? read.data.map(({ secretPath }) => trimSlashes(secretPath))
    : [];
  return [...new Set(paths)];
}

/** What the Vault provider mounts into the pods that name the class. */
export const secretProviderClassItem = z
  .object({
    metadata: z.object({ name: z.string(), creationTimestamp: optionalTime }),
    spec: z
      .object({
        provider: z.string().nullish(),
        parameters: z.record(z.string(), z.string()).nullish(),
        secretObjects: listOf(z.object({ secretName: z.string().nullish() })),
      })
      .prefault({}),
  })
  .transform(({ metadata, spec }): DeliveryResource => {
    const isVault = spec.provider === 'vault';
    const parameters = isVault ? spec.parameters ?? {} : {};
    const { roleName, audience } = parameters;
    return {
      operator: 'csi',
      kind: 'SecretProviderClass',
      name: metadata.name,
      createdAt: metadata.creationTimestamp,
      paths: pathsIn(parameters.objects),
      keys: [],
      login: roleName
        ? {
            authRole: roleName,
            authMount: trimSlashes(
              parameters.vaultAuthMountPath ||
                parameters.vaultKubernetesMountPath ||
                'kubernetes',
            ),
            audiences: audience ? [audience] : [],
          }
        : undefined,
      needs: [],
      secrets: spec.secretObjects.flatMap(({ secretName }) => secretName || []),
      status: { touched: false, conditions: [] },
    };
  });
