import { podAuthRole } from '../provision/authRole';
import type { DesiredObject, DesiredRole } from '../provision/DesiredState';
import { pkiRole as planPkiRole } from '../provision/pkiRole';
import { ownerMark } from '../provision/policyHcl';
import type { VaultProvisionerApi } from '../provision/VaultProvisionerApi';

/** A Vault to write to, and what is in it. */
export interface ProvisionerSubject {
  readonly vault: VaultProvisionerApi;
  /** Mounts of their kinds, empty but for the connections below. */
  readonly mounts: {
    readonly database: string;
    readonly auth: string;
    readonly pki: string;
    readonly kv: string;
  };
  /** Allows `kept-role` and `svc-contract_static`, and has the username template `v-{{random 8}}`. */
  readonly connection: string;
  /** A user of the connection's database. */
  readonly staticUsername: string;
  /** The connection as the operator sees it. */
  connectionFields(): Promise<Readonly<Record<string, unknown>>>;
  /** Plays the application: one more lease of a role. */
  getCredential(role: string): Promise<void>;
}

/** Whose the objects are. */
export const owner = {
  entityRef: 'component:default/contract',
  environment: 'production',
};
const mark = ownerMark(owner);
const policy = `# service-secrets.io/owner: ${mark}\npath "kv/data/services/contract" {\n  capabilities = ["read"]\n}\n`;
const anchor = 'svc-contract';
const statements = {
  creation_statements: [
    `CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';`,
    `GRANT USAGE ON SCHEMA public TO "{{name}}";`,
  ],
  revocation_statements: [
    `REVOKE USAGE ON SCHEMA public FROM "{{name}}";`,
    `DROP ROLE IF EXISTS "{{name}}";`,
  ],
};

type Make = (subject: ProvisionerSubject) => DesiredObject;

/** A role with statements of its own. */
export const databaseRole = ({
  mounts,
  connection,
}: ProvisionerSubject): DesiredRole => ({
  kind: 'database-role',
  anchor,
  mount: mounts.database,
  name: 'svc-contract.read-write',
  fields: {
    db_name: connection,
    ...statements,
    renew_statements: [],
    default_ttl: 3600,
    max_ttl: 86_400,
  },
});

/** A role with every field a plan writes. */
export const pkiRole = ({ mounts }: ProvisionerSubject): DesiredRole => ({
  kind: 'pki-role',
  anchor,
  mount: mounts.pki,
  name: 'svc-contract',
  fields: planPkiRole({
    pkiMount: mounts.pki,
    dnsNames: ['b.contract.svc', 'a.contract.svc'],
    durationSeconds: 86_400,
    renewBeforeSeconds: 3600,
  }),
});

/** One object of each kind. */
export const makers: Readonly<Record<DesiredObject['kind'], Make>> = {
  policy: () => ({ kind: 'policy', anchor, name: anchor, text: policy }),
  'auth-role': ({ mounts }) => ({
    kind: 'auth-role',
    anchor,
    mount: mounts.auth,
    name: 'svc-contract',
    fields: podAuthRole({
      serviceAccount: 'contract',
      namespace: 'contract',
      audience: 'vault',
      policy: anchor,
    }),
  }),
  'database-role': databaseRole,
  'static-role': ({ mounts, connection, staticUsername }) => ({
    kind: 'static-role',
    anchor,
    mount: mounts.database,
    name: 'svc-contract_static',
    fields: {
      db_name: connection,
      username: staticUsername,
      rotation_period: 86_400,
    },
  }),
  'pki-role': pkiRole,
  'kv-placeholder': ({ mounts }) => ({
    kind: 'kv-placeholder',
    anchor,
    mount: mounts.kv,
    name: 'services/contract/contract',
    fields: { 'custom_metadata.service-secrets.io/owner': mark },
  }),
};
