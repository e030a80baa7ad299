import {
  DatabaseEngine,
  DeliveryMethod,
} from 'backstage-plugin-service-secrets-common';
import {
  DatabaseSpec,
  StatementProfile,
} from 'backstage-plugin-service-secrets-node';

/** A database an owner may ask credentials of. */
export interface DatabaseOffer {
  readonly id: string;
  readonly title: string;
  readonly engine: DatabaseEngine;
  /** Absent: the instance's usual one. */
  readonly mount?: string;
  readonly connection: string;
  /** Host name, port and database as services reach them. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly sslMode: DatabaseSpec['sslMode'];
  /** PEM file of the authority a live proof trusts for this database. */
  readonly caFile?: string;
  /** Ids of statement profiles. */
  readonly profiles: readonly string[];
  /** Users a static role may be for, exact or a beginning followed by `*`. */
  readonly staticUsernames: readonly string[];
}

/** A PKI an owner may ask certificates of. */
export interface CertificateOffer {
  readonly id: string;
  readonly title: string;
  /** Absent: the instance's usual one. */
  readonly mount?: string;
  /** A name must be `<name>.<namespace>.<domain>`, or end in that after a dot. */
  readonly domains: readonly string[];
  /** Names outside that pattern every owner of the offer may ask for. */
  readonly dnsNames: readonly string[];
  readonly maxDurationSeconds: number;
}

/** What some owners may ask for. One offer covers a request as a whole. */
export interface Offer {
  readonly owners: readonly string[];
  /** Absent: every environment. */
  readonly environments?: readonly string[];
  readonly namespaces: readonly string[];
  /** Absent: the instance's usual one. */
  readonly authMount?: string;
  readonly audience: string;
  /** Vault as pods reach it. */
  readonly vaultServer: string;
  /** PEM certificates that vouch for Vault, base64. */
  readonly vaultCaBundle?: string;
  readonly deliveryMethods: readonly DeliveryMethod[];
  readonly maxTtlSeconds: number;
  readonly databases: readonly DatabaseOffer[];
  readonly certificates: readonly CertificateOffer[];
  readonly kv?: { readonly mount: string; readonly prefix: string };
}

/** The guard rails of provisioning. A template author cannot get past them. */
export interface ProvisionConfig {
  /** `plan-only`: Backstage writes nothing. */
  readonly mode: 'plan-only' | 'apply';
  readonly applyManifests: boolean;
  readonly createNamespaces: boolean;
  /** Namespaces nobody may provision into, exact or a beginning followed by `*`. */
  readonly reservedNamespaces: readonly string[];
  readonly profiles: ReadonlyMap<string, StatementProfile>;
  readonly offers: readonly Offer[];
}
