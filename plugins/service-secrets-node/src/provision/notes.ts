import {
  DatabaseEngine,
  DeliveryMethod,
  ttlWords,
} from 'backstage-plugin-service-secrets-common';

import { CertificateSpec, DatabaseSpec, ServiceSpec } from './ServiceSpec';

/** What is known of the surroundings of a plan; what is absent is not known and leaves no note. */
export interface PlanFacts {
  /** What the statement profile grants, in the operator's words. */
  readonly grants?: string;
  /** The connection as it is read; without a template of its own it uses the plugin's. */
  readonly connection?: { readonly usernameTemplate?: string };
  /** Longest TTL of a lease of the database mount, in seconds. */
  readonly databaseMaxTtlSeconds?: number;
  /** Longest TTL of a token of the auth mount, in seconds. */
  readonly authMaxTtlSeconds?: number;
  /** Longest TTL of a certificate of the PKI mount, in seconds. */
  readonly pkiMaxTtlSeconds?: number;
  /** Seconds until the issuing certificate authority ends. */
  readonly caEndsInSeconds?: number;
}

const deliveryRisks: Record<DeliveryMethod, string> = {
  'agent-injector':
    'Each pod gets a credential of its own, and two more containers; a pod does not start while Vault or the injector is away.',
  vso: 'All pods share one credential, which lies in a Kubernetes Secret: whoever may read Secrets of the namespace may read it.',
  eso: 'All pods share one credential, which lies in a Kubernetes Secret: whoever may read Secrets of the namespace may read it. External Secrets renews and revokes nothing: each refresh makes a login, and the one before lives on to its TTL.',
  csi: "Each pod gets a credential of its own; it changes after the start only where the driver runs with rotation switched on, and renewal needs the provider's caching agent.",
};

function lifetimeNotes(
  { mount, defaultTtlSeconds, maxTtlSeconds }: DatabaseSpec,
  limit: number | undefined,
): string[] {
  if (!limit || limit >= maxTtlSeconds) return [];
  const asked = ttlWords(maxTtlSeconds);
  const given = ttlWords(limit);
  return [
    `Mount ${mount} ends every lease after ${given}, before the ${asked} asked for.`,
    ...(limit < 2 * defaultTtlSeconds
      ? [
          `That is less than twice the default TTL of ${ttlWords(
            defaultTtlSeconds,
          )}: an agent asks for a new credential each time instead of renewing. Ask for ${ttlWords(
            Math.floor(limit / 2),
          )} or less.`,
        ]
      : []),
  ];
}

function tokenNotes(
  { defaultTtlSeconds }: DatabaseSpec,
  limit: number | undefined,
): string[] {
  return limit && limit < defaultTtlSeconds
    ? [
        `The auth mount ends an unused token after ${ttlWords(
          limit,
        )}, and its credentials with it, before their TTL of ${ttlWords(
          defaultTtlSeconds,
        )}.`,
      ]
    : [];
}

/** As long as each engine allows, and unique; the hash keeps long role names apart. */
const templates: Record<DatabaseEngine, string> = {
  postgresql:
    '{{ printf "%s-%s-%s" (.RoleName | truncate_sha256 40) (random 8) (unix_time) | truncate 63 }}',
  mysql: '{{ printf "%s-%s" (.RoleName | truncate_sha256 23) (random 8) }}',
  mongodb:
    '{{ printf "%s-%s-%s" (.RoleName | truncate_sha256 60) (random 8) (unix_time) | truncate 100 }}',
};

/** Fewer letters of a role's name than this are its prefix and little more. */
const TELLING_LENGTH = 20;

/** Whether a user name made by the template shows whose it is. */
function namesTheRole(template: string | undefined): boolean {
  if (!template?.includes('.RoleName')) return false;
  const cut = /\.RoleName\s*\|\s*truncate(?:_sha256)?\s+(\d+)/.exec(template);
  return !cut || Number(cut[1]) >= TELLING_LENGTH;
}

function usernameNotes(
  { mount, connection, engine }: DatabaseSpec,
  facts: PlanFacts,
): string[] {
  if (!facts.connection || namesTheRole(facts.connection.usernameTemplate)) {
    return [];
  }
  return [
    `Names of database users will not tell whose they are: the username_template of ${mount}/config/${connection} leaves the role's name out or cuts it short. Whoever keeps the connection can set it: vault write ${mount}/config/${connection} username_template='${templates[engine]}'`,
  ];
}

function certificateNotes(
  { pkiMount, durationSeconds, renewBeforeSeconds }: CertificateSpec,
  { pkiMaxTtlSeconds: limit, caEndsInSeconds: end }: PlanFacts,
): string[] {
  const asked = ttlWords(durationSeconds);
  return [
    ...(limit && limit < durationSeconds
      ? [
          `Mount ${pkiMount} signs for ${ttlWords(
            limit,
          )} at most: the certificate will be shorter than the ${asked} asked for${
            limit <= renewBeforeSeconds
              ? ', and shorter than renewBefore, which cert-manager then ignores'
              : ''
          }.`,
        ]
      : []),
    ...(end !== undefined && end < durationSeconds
      ? [
          `The certificate authority of ${pkiMount} ends before a certificate of ${asked} would: Vault refuses to sign it, or cuts it short, until the authority is renewed.`,
        ]
      : []),
    ...(renewBeforeSeconds * 2 > durationSeconds
      ? [
          'renewBefore is more than half of the life of the certificate: each is used for less time than it stays valid.',
        ]
      : []),
  ];
}

function databaseNotes(database: DatabaseSpec, facts: PlanFacts): string[] {
  const { grants, databaseMaxTtlSeconds: limit } = facts;
  return [
    ...(grants ? [`Profile ${database.profile} grants: ${grants}.`] : []),
    ...lifetimeNotes(database, limit),
    ...tokenNotes(database, facts.authMaxTtlSeconds),
    ...usernameNotes(database, facts),
    ...(database.sslMode === 'disable' || database.sslMode === 'require'
      ? [
          `Clients connect with sslmode ${database.sslMode}: ${
            database.sslMode === 'disable'
              ? 'credentials and data cross the network in plain text'
              : 'they encrypt and do not check which server they talk to'
          }.`,
        ]
      : []),
  ];
}

/** What a reviewer of a plan should know and cannot see in its objects, in sentences. */
export function planNotes(spec: ServiceSpec, facts: PlanFacts): string[] {
  return [
    ...(spec.database ? databaseNotes(spec.database, facts) : []),
    ...(spec.certificate ? certificateNotes(spec.certificate, facts) : []),
    ...(spec.staticRole
      ? [
          `Vault changes the password of database user ${spec.staticRole.username} as soon as the static role is written: whatever uses the password of today stops working.`,
        ]
      : []),
    ...(spec.database || spec.staticRole ? [deliveryRisks[spec.delivery]] : []),
  ];
}
