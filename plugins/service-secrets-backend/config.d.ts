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

    /** The platform team's page of all services. */
    fleet?: {
      /** Whether services are collected. Default: true. */
      enabled?: boolean;
      collection?: {
        /** Each service is read once in this time. Default: 10 minutes. */
        every?: HumanDuration | string;
        /** A replica that is silent for this long loses its turn to another. Default: 1 minute, at most a tenth of `every`. */
        lease?: HumanDuration | string;
        /** One go of the scheduled task; what is left goes on a minute later. Default: 5 minutes. */
        timeout?: HumanDuration | string;
        /** Services read at the same time. Default: 4. */
        concurrency?: number;
        /** What Vault lists (roles, connections, auth roles, their policies) is read anew after this time, what the database roles of services say within it. Default: 1 hour. */
        inventory?: HumanDuration | string;
        /** How much of that list is read in one run at most, for each instance. Default: 3000. */
        inventoryReads?: number;
        /** How long history is kept. Default: 400 days. */
        keep?: HumanDuration | string;
      };
      /** Notices to owners through Backstage notifications, when something changes only. */
      notices?: {
        /** Default: true. */
        enabled?: boolean;
        /** Finding codes that are worth a notice. Default: what breaks a credential or a certificate, or soon will. */
        codes?: string[];
        /** Whether a digest says in one line what is mended, too. Default: true. */
        recovered?: boolean;
        /** No notice before then, such as `2026-12-24`; what happens until then is not told later. */
        muteUntil?: string;
        /**
         * When a notice of a kind is due. A kind without one is told of when its finding appears, if `codes`
         * names it; a kind with one is told of once, when it gets across its threshold.
         */
        thresholds?: {
          /** A certificate that nothing renews ends within this time. */
          certificate?: HumanDuration | string;
          /** A CA ends within this time; instead of `issuingCaExpiring`. */
          ca?: HumanDuration | string;
          /** A CA begins to cut certificates short within this time. */
          cliff?: HumanDuration | string;
          /** So many leases of a service cannot be revoked; instead of `leaseIrrevocable`. */
          irrevocable?: number;
          /** The wiring of a service is broken for this long, so that a restart is no news; instead of the codes of broken wiring. */
          brokenWiring?: HumanDuration | string;
          /** Leases are so many times what the budget allows; instead of `leasesOverBudget`. */
          budget?: number;
        };
      };
    };

    /** What the templates and actions may write. Without it nothing is ever written. */
    provision?: {
      /**
       * `plan-only` (default): plans and files, no write. `apply`: Backstage writes to Vault.
       * @visibility backend
       */
      mode?: 'plan-only' | 'apply';
      /**
       * Whether manifests may be applied to clusters from here. Default: false.
       * @visibility backend
       */
      applyManifests?: boolean;
      /**
       * Whether a namespace that is missing is made with the manifests. Default: false.
       * @visibility backend
       */
      createNamespaces?: boolean;
      /**
       * Namespaces nobody may provision into, exact or with a trailing `*`; on
       * top of kube-*, openshift*, default, vault*, cert-manager*, backstage*,
       * external-secrets*, argocd*, flux-system and istio-system.
       * @visibility backend
       */
      reservedNamespaces?: string[];
      /** SQL of the operator, by what it is for. People choose an id. */
      statementProfiles?: Array<{
        /** @visibility backend */
        id: string;
        /** @visibility backend */
        engine?: 'postgresql' | 'mysql' | 'mongodb';
        /**
         * What it grants, in words.
         * @visibility backend
         */
        grants: string;
        /** @visibility backend */
        creationStatements: string[];
        /** @visibility backend */
        revocationStatements?: string[];
        /** @visibility backend */
        renewStatements?: string[];
      }>;
      /** What owners may ask for. One offer must cover a request as a whole. */
      offers?: Array<{
        /**
         * Entity refs of groups or users.
         * @visibility backend
         */
        owners: string[];
        /**
         * Environments the offer holds in. Default: all.
         * @visibility backend
         */
        environments?: string[];
        /**
         * Namespaces, exact or with a trailing `*`.
         * @visibility backend
         */
        namespaces: string[];
        /**
         * Mount of the Kubernetes auth method. Default: the instance's.
         * @visibility backend
         */
        authMount?: string;
        /**
         * Audience of the pods' tokens. Default: vault.
         * @visibility backend
         */
        audience?: string;
        /**
         * Vault as pods reach it: scheme, host and port.
         * @visibility backend
         */
        vaultServer: string;
        /**
         * PEM file of the authorities that vouch for Vault; put into manifests.
         * @visibility backend
         */
        vaultCaFile?: string;
        /**
         * Default: agent-injector.
         * @visibility backend
         */
        deliveryMethods?: Array<'agent-injector' | 'vso' | 'eso' | 'csi'>;
        /** No credential lives longer than this. */
        maxTtl: HumanDuration | string;
        databases?: Array<{
          /** @visibility backend */
          id: string;
          /** @visibility backend */
          title: string;
          /** @visibility backend */
          engine?: 'postgresql' | 'mysql' | 'mongodb';
          /**
           * Default: the instance's.
           * @visibility backend
           */
          mount?: string;
          /** @visibility backend */
          connection: string;
          /**
           * The database as pods reach it.
           * @visibility backend
           */
          host: string;
          /** @visibility backend */
          port: number;
          /** @visibility backend */
          database: string;
          /**
           * Default: verify-full.
           * @visibility backend
           */
          sslMode?: 'disable' | 'require' | 'verify-ca' | 'verify-full';
          /**
           * PEM file of the authority a live proof trusts for the database. Default: the system's.
           * @visibility backend
           */
          caFile?: string;
          /**
           * Ids of statement profiles.
           * @visibility backend
           */
          profiles?: string[];
          /**
           * Database users static roles may be for, exact or with a trailing `*`.
           * @visibility backend
           */
          staticUsernames?: string[];
        }>;
        certificates?: Array<{
          /** @visibility backend */
          id: string;
          /** @visibility backend */
          title: string;
          /**
           * PKI mount. Default: the instance's.
           * @visibility backend
           */
          mount?: string;
          /**
           * A service may ask for `<name>.<namespace>.<domain>` and names that end in it.
           * @visibility backend
           */
          domains?: string[];
          /**
           * Other names any owner of the offer may ask for.
           * @visibility backend
           */
          dnsNames?: string[];
          maxDuration: HumanDuration | string;
        }>;
        kv?: {
          /** @visibility backend */
          mount: string;
          /** @visibility backend */
          prefix: string;
        };
      }>;
    };

    /**
     * Key of the lease handles; set it when the backend runs as several replicas.
     * @visibility secret
     */
    handleKey?: string;
  };
}
