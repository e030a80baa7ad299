import { HumanDuration } from '@backstage/types';

export interface Config {
  serviceSecrets?: {
    /** Where services live. The first one is meant when an entity names none. */
    environments?: Array<{
      /** The name entities use. */
      name: string;
      /** Name of a Vault instance. */
      instance: string;
      /** Name of a cluster. */
      cluster: string;
    }>;

    /** What confirms the claims of entities. Nothing is confirmed by default. */
    bindings?: {
      rules?: Array<{
        /** Entity refs of owners, as the catalog's relations have them. */
        owners: string[];
        /** Environments the rule holds in. Default: all. */
        environments?: string[];
        /** Namespaces, exact or with a trailing `*`. */
        namespaces: string[];
        /** Kubernetes auth roles, `name` or `mount/name`, exact or with a trailing `*`. */
        authRoles?: string[];
        /** Database roles, spelled the same way. */
        databaseRoles?: string[];
        /** Static database roles, spelled the same way. */
        staticRoles?: string[];
      }>;
      /** Whether a Namespace that names an entity confirms that entity's claim. Default: false. */
      backReferences?: boolean;
    };

    /** Who may read reports, besides the permission framework and whatever it answers. */
    access?: {
      /** `owners` (default): owners of the entity and platform groups. `catalog`: everyone who sees the entity. */
      reports?: 'owners' | 'catalog';
      /** Entity refs of groups whose members read every report. */
      platformGroups?: string[];
    };

    /** What "soon" means. */
    thresholds?: {
      /** Default: 7 days. */
      certificateExpiresSoon?: HumanDuration | string;
      /** Default: 60 days. */
      caExpiresSoon?: HumanDuration | string;
      /** Fraction of a lease's default TTL. Default: 0.2. */
      leaseExpiring?: number;
    };

    /** How long answers are kept. */
    cache?: {
      /** A report is served again without asking anyone. Default: 15 seconds. */
      report?: HumanDuration | string;
      /** The last good answer of a source is shown when the source fails. Default: 5 minutes. */
      stale?: HumanDuration | string;
    };

    /** All sources of a report must answer within this time. Default: 20 seconds. */
    deadline?: HumanDuration | string;

    /**
     * Key of the lease handles; set it when the backend runs as several replicas.
     * @visibility secret
     */
    handleKey?: string;
  };
}
