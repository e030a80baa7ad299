import {
  anAuthRole,
  aPod,
} from 'backstage-plugin-service-secrets-node/testUtils';

import { CheckCase } from '../CheckCase';
import { World } from '../World';

function changeAuthRole(
  world: World,
  change: Parameters<typeof anAuthRole>[0],
): void {
  world.vault.state.authRoles['kubernetes/grade-api'] = anAuthRole({
    audience: undefined,
    ...change,
  });
}

function deny(world: World, about: string): void {
  world.changeWorkload({ readyPods: 0 });
  world.namespace.pods = [];
  world.namespace.warnings = [
    {
      about,
      reason: 'FailedCreate',
      message:
        'Error creating: admission webhook "vault.hashicorp.com" denied the request: error validating agent configuration: no Vault role found',
    },
  ];
}

/** From the workload to the auth role. */
export const loginCases: readonly CheckCase[] = [
  {
    code: 'sourceUnreadable',
    cause: 'the reader may not read the policies',
    arrange: world => world.vault.fail('policy', 'denied'),
    says: /^Could not read policies of Vault `vault`: the reader has no permission/,
  },
  {
    code: 'workloadMissing',
    cause: 'no workload has the name',
    arrange: world => {
      world.namespace.workloads = [];
    },
    says: /has no workload `grade-api`/,
    needs: 'workloads',
  },
  {
    code: 'injectionDenied',
    cause: 'the webhook refused a pod of the ReplicaSet',
    arrange: world => deny(world, 'ReplicaSet/grade-api-6c7d9f4b8'),
    says: /refuses the pods of `deployment\/grade-api`: error validating agent configuration: no Vault role found/,
    breaks: 'workload > service-account',
    needs: 'warnings',
  },
  {
    code: 'injectorSkippedPod',
    cause: 'a pod has no agent',
    arrange: world => {
      world.namespace.pods = [aPod({ injected: false })];
    },
    says: /1 pod of `deployment\/grade-api` without the Vault agent/,
    breaks: 'workload > service-account',
    needs: 'pods',
  },
  {
    code: 'serviceAccountMissing',
    cause: 'the account was never created',
    arrange: world => {
      world.namespace.serviceAccounts = [];
    },
    says: /service account `grade-api`, which namespace `grade-api` does not have/,
    breaks: 'workload > service-account',
    needs: 'serviceAccountExists',
  },
  {
    code: 'authRoleMissing',
    cause: 'Vault has no such role',
    arrange: world => {
      world.vault.state.authRoles = {};
    },
    says: /no auth role `grade-api` on `auth\/kubernetes`/,
    breaks: 'service-account > auth-role',
    needs: 'authRole',
  },
  {
    code: 'serviceAccountNotBound',
    cause: 'the role binds another account',
    arrange: world =>
      changeAuthRole(world, { boundServiceAccountNames: ['other'] }),
    says: /`grade-api` is not bound to auth role `grade-api`: the role allows `other`/,
    breaks: 'service-account > auth-role',
    needs: 'authRole',
  },
  {
    code: 'serviceAccountNotBound',
    cause: 'a pattern of the role does not fit',
    arrange: world =>
      changeAuthRole(world, {
        boundServiceAccountNames: ['web-*', '*-worker'],
      }),
    says: /the role allows `web-\*`, `\*-worker`/,
    breaks: 'service-account > auth-role',
  },
  {
    code: 'namespaceNotBound',
    cause: 'the role binds another namespace',
    arrange: world =>
      changeAuthRole(world, { boundServiceAccountNamespaces: ['other'] }),
    says: /Namespace `grade-api` is not bound/,
    breaks: 'service-account > auth-role',
    needs: 'authRole',
  },
  {
    code: 'audienceMismatch',
    cause: 'the agent uses the default token',
    arrange: world => changeAuthRole(world, { audience: 'vault' }),
    says: /asks for the audience `vault`/,
    breaks: 'service-account > auth-role',
    needs: 'authRole',
  },
  {
    code: 'audienceMismatch',
    cause: 'the projected token has another audience',
    arrange: world => {
      changeAuthRole(world, { audience: 'vault' });
      world.changeWorkload({ projectedAudiences: { token: 'other' } });
      world.annotatePods({
        'vault.hashicorp.com/agent-service-account-token-volume-name': 'token',
      });
    },
    says: /which the token of `deployment\/grade-api` does not carry/,
    breaks: 'service-account > auth-role',
  },
  {
    code: 'authRoleGrantsNothing',
    cause: 'no policy is attached',
    arrange: world => changeAuthRole(world, { tokenPolicies: [] }),
    says: /attaches no policy/,
    breaks: 'auth-role > policy',
    needs: 'authRole',
  },
  {
    code: 'authRoleTooWide',
    cause: 'every namespace is bound',
    arrange: world =>
      changeAuthRole(world, { boundServiceAccountNamespaces: ['*'] }),
    says: /binds namespaces by pattern/,
    needs: 'authRole',
  },
  {
    code: 'policyMissing',
    cause: 'the attached name has no policy',
    arrange: world => {
      world.vault.state.policies = {};
    },
    says: /attaches the policy `grade-api`, which Vault does not have/,
    breaks: 'auth-role > policy',
    needs: 'policy',
  },
  {
    code: 'policyLacksPath',
    cause: 'the policy names another role',
    arrange: world => {
      const { rules } = world.vault.state.policies['grade-api'];
      world.vault.state.policies['grade-api'] = {
        name: 'grade-api',
        rules: rules.map(rule => ({ ...rule, path: `${rule.path}-old` })),
      };
    },
    says: /No policy of auth role `grade-api` grants `read` on `database\/creds\/grade-api-role`/,
    breaks: 'policy > database-role',
    needs: 'policy',
  },
  {
    code: 'policyLacksPath',
    cause: 'only the default policy is left to grant it',
    arrange: world => {
      world.vault.state.policies = {
        'grade-api': { name: 'grade-api', rules: [] },
        default: {
          name: 'default',
          rules: [
            {
              path: 'identity/entity/id/{{identity.entity.id}}',
              capabilities: ['read'],
              limitsParameters: false,
            },
          ],
        },
      };
      changeAuthRole(world, { noDefaultPolicy: false });
    },
    says: /grants `read` on `database\/creds\/grade-api-role`/,
    breaks: 'policy > database-role',
  },
  {
    code: 'policyTooBroad',
    cause: 'a rule covers every role of the mount',
    arrange: world => {
      world.vault.state.policies['grade-api'] = {
        name: 'grade-api',
        rules: [
          {
            path: 'database/*',
            capabilities: ['read'],
            limitsParameters: false,
          },
        ],
      };
    },
    says: /`grade-api` grants far more than the service uses: `database\/\*`/,
    needs: 'policy',
  },
];
