import {
  aConnection,
  aDatabaseRole,
  aLease,
  anAuthRole,
  aPod,
} from 'backstage-plugin-service-secrets-node/testUtils';

import { CheckCase } from '../CheckCase';
import { inSeconds, World } from '../World';

const ROLE = 'database/grade-api-role';

function changeRole(
  world: World,
  change: Parameters<typeof aDatabaseRole>[0],
): void {
  world.vault.state.databaseRoles[ROLE] = aDatabaseRole(change);
}

function changeConnection(
  world: World,
  change: Parameters<typeof aConnection>[0],
): void {
  world.vault.state.connections['database/postgres'] = aConnection({
    allowedRoles: ['grade-api-role', 'grade-report'],
    ...change,
  });
}

/** Database roles, what stands behind them, and what the pods read. */
export const databaseCases: readonly CheckCase[] = [
  {
    code: 'databaseRoleMissing',
    cause: 'Vault has no such role',
    arrange: world => {
      world.vault.state.databaseRoles = {};
    },
    says: /Mount `database` has no database role `grade-api-role`/,
    breaks: 'policy > database-role',
    needs: 'databaseRole',
  },
  {
    code: 'connectionMissing',
    cause: 'db_name names no connection',
    arrange: world => {
      world.vault.state.connections = {};
    },
    says: /points to the connection `postgres`/,
    breaks: 'database-role > connection',
    needs: 'connection',
  },
  {
    code: 'roleNotAllowed',
    cause: 'allowed_roles lacks it',
    arrange: world =>
      changeConnection(world, { allowedRoles: ['grade-report'] }),
    says: /Connection `postgres` does not allow the role `grade-api-role`/,
    breaks: 'database-role > connection',
    needs: 'connection',
  },
  {
    code: 'anyRoleAllowed',
    cause: 'allowed_roles is a star',
    arrange: world => changeConnection(world, { allowedRoles: ['*'] }),
    says: /`postgres` allows every role/,
    needs: 'connection',
  },
  {
    code: 'creationStatementsIncomplete',
    cause: 'the password is written out',
    arrange: world =>
      changeRole(world, {
        creationStatements: [`CREATE ROLE "{{name}}" LOGIN PASSWORD 'x'`],
      }),
    says: /do not use `\{\{password\}\}`/,
    breaks: 'database-role > connection',
    needs: 'databaseRole',
  },
  {
    code: 'creationStatementsIncomplete',
    cause: 'there are none',
    arrange: world => changeRole(world, { creationStatements: [] }),
    says: /has no creation statements/,
    breaks: 'database-role > connection',
  },
  {
    code: 'adminGrants',
    cause: 'the user becomes a superuser',
    arrange: world =>
      changeRole(world, {
        creationStatements: [
          `CREATE ROLE "{{name}}" SUPERUSER LOGIN PASSWORD '{{password}}'`,
        ],
      }),
    says: /administration rights: `SUPERUSER`/,
    needs: 'databaseRole',
  },
  {
    code: 'revocationKeepsUser',
    cause: 'revocation only disables the login',
    arrange: world =>
      changeRole(world, {
        revocationStatements: ['ALTER ROLE "{{name}}" NOLOGIN'],
      }),
    says: /do not drop the user/,
    needs: 'databaseRole',
  },
  {
    code: 'defaultTtlExceedsMax',
    cause: 'the default is longer',
    arrange: world =>
      changeRole(world, { defaultTtlSeconds: 7200, maxTtlSeconds: 3600 }),
    says: /default TTL of 2 h and a max TTL of 1 h/,
    needs: 'databaseRole',
  },
  {
    code: 'connectionUnencrypted',
    cause: 'the server is not verified',
    arrange: world => changeConnection(world, { tlsMode: 'require' }),
    says: /uses `require`, which does not verify/,
    needs: 'connection',
  },
  {
    code: 'pathNotClaimed',
    cause: 'the path is misspelt',
    arrange: world =>
      world.annotatePods({
        'vault.hashicorp.com/agent-inject-secret-db':
          'database/creds/grade-api-rol',
      }),
    says: /read `database\/creds\/grade-api-rol`, which the service does not claim/,
    breaks: 'policy > database-role',
    needs: 'workloads',
  },
  {
    code: 'pathNotClaimed',
    cause: 'the pods log in with another role',
    arrange: world =>
      world.annotatePods({ 'vault.hashicorp.com/role': 'grade-apo' }),
    says: /log in with the auth role `grade-apo`/,
    breaks: 'service-account > auth-role',
  },
  {
    code: 'templatePathMismatch',
    cause: 'the template names a role of old',
    arrange: world =>
      world.annotatePods({
        'vault.hashicorp.com/agent-inject-template-db':
          '{{- with secret "database/creds/old" -}}{{ .Data.username }}{{- end }}',
      }),
    says: /reads `database\/creds\/old`, its annotation names `database\/creds\/grade-api-role`/,
    needs: 'workloads',
  },
  {
    code: 'agentFailing',
    cause: 'the init container waits',
    arrange: world => {
      world.namespace.pods = [
        aPod({
          agentProblems: [
            {
              container: 'vault-agent-init',
              reason: 'CrashLoopBackOff',
              restarts: 4,
            },
          ],
        }),
      ];
    },
    says: /`vault-agent-init` of `grade-api-.*` is in `CrashLoopBackOff`/,
    needs: 'pods',
  },
  {
    code: 'duplicateLeases',
    cause: 'init container and sidecar share no cache',
    arrange: world =>
      world.annotatePods({ 'vault.hashicorp.com/agent-cache-enable': 'false' }),
    says: /every pod holds two/,
    needs: 'workloads',
  },
  {
    code: 'leaseIrrevocable',
    cause: 'Vault gave up',
    arrange: world => {
      world.vault.state.irrevocable = [
        { id: aLease().id, reason: 'the role owns objects' },
      ];
    },
    says: /could not revoke 1 lease of `grade-api-role`: the role owns objects/,
    needs: 'irrevocableLeases',
  },
  {
    code: 'leaseExpiredButListed',
    cause: 'it ended five minutes ago',
    arrange: world => {
      world.vault.state.leases = [aLease({ expiresInSeconds: -300 })];
    },
    says: /1 lease of `grade-api-role` ended and is still listed/,
    needs: 'leaseIds',
  },
  {
    code: 'leasesMissing',
    cause: 'a pod runs and none is live',
    arrange: world => {
      world.vault.state.leases = [];
    },
    says: /1 pod should hold a lease of `grade-api-role`/,
    needs: 'leaseIds',
  },
  {
    code: 'leasesOverBudget',
    cause: 'one pod has seven',
    arrange: world => {
      world.vault.state.leases = Array.from({ length: 7 }, (_, index) =>
        aLease({ id: `database/creds/grade-api-role/lease${index}` }),
      );
    },
    says: /has 7 leases for 1 pod; at most 3 are explained/,
    needs: 'leaseIds',
  },
  {
    code: 'leasesOrphaned',
    cause: 'they are older than every pod',
    arrange: world => {
      world.vault.state.leases = [
        aLease(),
        aLease({
          id: 'database/creds/grade-api-role/old',
          issuedAt: inSeconds(-7200),
        }),
      ];
    },
    says: /1 lease of `grade-api-role` likely belonged to pods that are gone/,
    needs: 'leaseIds',
  },
  {
    code: 'leaseEndsWithToken',
    cause: 'the token lives for two hours at most',
    arrange: world => {
      world.vault.state.authRoles['kubernetes/grade-api'] = anAuthRole({
        audience: undefined,
        tokenMaxTtlSeconds: 7200,
      });
    },
    says: /end with the token of auth role `grade-api`, after 2 h at the latest/,
    needs: 'authRole',
  },
];
