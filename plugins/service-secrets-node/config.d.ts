import type { HumanDuration } from '@backstage/types';

/** How to log in to Vault with one identity. */
type ServiceSecretsLogin =
  | {
      method: 'kubernetes';
      /** @visibility backend */
      mount?: string;
      /** @visibility backend */
      role: string;
      /**
       * Service-account token, read at each login.
       * @visibility backend
       */
      tokenFile?: string;
    }
  | {
      method: 'appRole';
      /** @visibility backend */
      mount?: string;
      /** @visibility secret */
      roleId: string;
      /** @visibility secret */
      secretId?: string;
      /** @visibility backend */
      secretIdFile?: string;
    }
  | {
      method: 'token';
      /** @visibility secret */
      token: string;
    }
  | {
      method: 'tokenFile';
      /** @visibility backend */
      tokenFile: string;
    };

export interface Config {
  serviceSecrets?: {
    /** The Vault instances; one server and one namespace each. */
    instances?: Array<{
      /** @visibility backend */
      name: string;
      /**
       * Scheme, host and port.
       * @visibility backend
       */
      address: string;
      /**
       * Namespace of Vault Enterprise or OpenBao.
       * @visibility backend
       */
      namespace?: string;
      /**
       * PEM file of the authorities to trust instead of the system's.
       * @visibility backend
       */
      caFile?: string;
      /** Where names without a mount are looked for. */
      mounts?: {
        /** @visibility backend */
        database?: string;
        /** @visibility backend */
        kubernetesAuth?: string;
        /** @visibility backend */
        pki?: string;
      };
      /** The identity that shows; see the reader policy in the docs. */
      reader: { login: ServiceSecretsLogin };
      /** The identity that renews and revokes; without it those actions are off. */
      operator?: { login: ServiceSecretsLogin };
      /** The identity that writes policies and roles; without it nothing is provisioned here. */
      provisioner?: { login: ServiceSecretsLogin };
      limits?: {
        /**
         * Requests under way at once. Default 8.
         * @visibility backend
         */
        concurrency?: number;
        /**
         * Default 200.
         * @visibility backend
         */
        requestsPerSecond?: number;
        /**
         * For one try, from the first byte sent to the last received; waiting for a turn may take as long again. Default 10s.
         * @visibility backend
         */
        timeout?: string | HumanDuration;
      };
    }>;
    /** The clusters; not together with clustersFrom. */
    clusters?: Array<{
      /** @visibility backend */
      name: string;
      /** @visibility backend */
      url: string;
      /** @visibility backend */
      caFile?: string;
      /**
       * Base64 of a PEM.
       * @visibility backend
       */
      caData?: string;
      /** @visibility secret */
      serviceAccountToken?: string;
      /** @visibility backend */
      serviceAccountTokenFile?: string;
      /** The identity that has certificates issued anew; without it that action is off. */
      operator?: {
        /** @visibility secret */
        serviceAccountToken?: string;
        /** @visibility backend */
        serviceAccountTokenFile?: string;
      };
      limits?: {
        /**
         * Requests under way at once. Default 8.
         * @visibility backend
         */
        concurrency?: number;
        /**
         * Default 50. A fleet of thousands needs more for a short collection.
         * @visibility backend
         */
        requestsPerSecond?: number;
      };
      /** The identity that applies manifests; without it none is applied here. */
      provisioner?: {
        /** @visibility secret */
        serviceAccountToken?: string;
        /** @visibility backend */
        serviceAccountTokenFile?: string;
      };
    }>;
    /**
     * Take over kubernetes.clusterLocatorMethods of type config.
     * @visibility backend
     */
    clustersFrom?: 'kubernetes';
    /** What templates may provision. */
    provision?: {
      /** SQL for database roles; a user names a profile by id and never writes SQL. */
      statementProfiles?: Array<{
        /** @visibility backend */
        id: string;
        /**
         * Whose statements these are. Default: postgresql.
         * @visibility backend
         */
        engine?: 'postgresql' | 'mysql' | 'mongodb';
        /**
         * What it grants, in words, for whoever reviews a plan.
         * @visibility backend
         */
        grants: string;
        /**
         * Must use {{name}}, {{password}} and, in PostgreSQL, {{expiration}}, which Vault fills in. For MongoDB one JSON text with `db` and `roles`.
         * @visibility backend
         */
        creationStatements: string[];
        /**
         * Default none: the database plugin's own.
         * @visibility backend
         */
        revocationStatements?: string[];
        /**
         * Default none: the database plugin's own, which moves the end of the login.
         * @visibility backend
         */
        renewStatements?: string[];
      }>;
    };
  };
}
