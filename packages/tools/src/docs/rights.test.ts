import path from 'node:path';

import { identityManifests, identityPolicies } from '@service-secrets/sandbox';

import { codeBlocksOf, readPages, yamlOf } from './documents';

const root = path.resolve(require.resolve('./documents'), '../../../../..');
const [install] = readPages(root).filter(
  ({ file }) => file === 'docs/install.md',
);

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** Each right by itself, however rules group them. */
function rightsOf(rules: readonly Rule[]): string[] {
  return rules
    .flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap(group =>
        resources.flatMap(resource =>
          verbs.map(verb => `${verb} ${resource} of ${group || 'core'}`),
        ),
      ),
    )
    .sort();
}

/** Each rule of a policy on one line. */
function grantsIn(hcl: string): string[] {
  const rules = hcl.matchAll(
    /^path "([^"]+)"\s*\{\s*capabilities = (\[[^\]]*\])\s*\}/gm,
  );
  return [...rules].map(([, at, list]) => `${at} ${JSON.parse(list)}`).sort();
}

const roles = yamlOf(install).flatMap(document => {
  const role = document as { rules?: Rule[] } | null; // A block of YAML, of whatever kind.
  return role?.rules ? [role.rules] : [];
});
const policies = codeBlocksOf(install, 'hcl').map(grantsIn);

const NAMES = [
  'backstage-reader',
  'backstage-operator',
  'backstage-provisioner',
];

describe('docs/install.md', () => {
  // What the sandbox grants is what every test with it runs on.
  it.each([NAMES[0], NAMES[1]])(
    'grants %s in Vault what the tests run with, and no more',
    name => {
      expect(policies[NAMES.indexOf(name)]).toEqual(
        grantsIn(identityPolicies[name]),
      );
    },
  );

  it.each(NAMES)(
    'grants %s in the cluster what the tests run with, and no more',
    name => {
      const role = identityManifests
        .map(({ object }) => object)
        .find(
          ({ kind, metadata }) =>
            kind === 'ClusterRole' && metadata.name === name,
        );
      const { rules } = role as unknown as { rules: Rule[] }; // As it is declared there.

      expect(rightsOf(roles[NAMES.indexOf(name)])).toEqual(rightsOf(rules));
    },
  );
});
