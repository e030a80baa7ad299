import { randomBytes } from 'node:crypto';
import type { JsonObject } from './api/json';
import { ApiError } from './api/status';
import { Authenticator } from './auth/Authenticator';
import { RbacAuthorizer } from './auth/RbacAuthorizer';
import { ServiceAccountTokens } from './auth/ServiceAccountTokens';
import { bootstrapCluster } from './cluster/bootstrap';
import {
  makeServingCertificate,
  type ServingCertificate,
} from './cluster/certificates';
import { renderKubeconfig } from './cluster/kubeconfig';
import { NamespaceController } from './cluster/NamespaceController';
import { systemContext } from './cluster/systemContext';
import { DefinitionController } from './crd/DefinitionController';
import { definitionType } from './crd/definitionType';
import { shippedDefinitions } from './crd/shipped/shippedDefinitions';
import { GarbageCollector } from './objects/GarbageCollector';
import { NamespaceGate } from './objects/NamespaceGate';
import { ObjectPatcher } from './objects/ObjectPatcher';
import { ObjectRemover } from './objects/ObjectRemover';
import { ObjectWriter } from './objects/ObjectWriter';
import { builtInTypes } from './resources/builtInTypes';
import { Registry } from './resources/Registry';
import { ApiHandler } from './serve/ApiHandler';
import { Discovery } from './serve/discovery';
import { HttpServer } from './serve/HttpServer';
import { PathHandler } from './serve/PathHandler';
import { ResourceHandler } from './serve/ResourceHandler';
import { Reviews } from './serve/reviews';
import { ObjectStore } from './store/ObjectStore';

/** How to start the Kubernetes API server. */
export interface KubernetesOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Absent: a random one. */
  readonly adminToken?: string;
  /** Definitions to install at the start; absent: those of the operators the plugins know. */
  readonly customResourceDefinitions?: readonly JsonObject[];
  /** How many changes of a resource a watch may ask for before it gets 410. */
  readonly watchHistory?: number;
  /** Absent: one for the loopback address from a CA of its own. */
  readonly certificate?: ServingCertificate;
  /** `false`: a kube-apiserver alone, where nobody equips namespaces or empties deleted ones. */
  readonly namespaceController?: boolean;
}

/** A running Kubernetes API server. */
export interface KubernetesServer {
  readonly url: string;
  readonly caPem: string;
  readonly adminToken: string;
  /** A kubeconfig of the admin, as YAML. */
  kubeconfig(): string;
  /** A token as its TokenRequest subresource gives; without audiences for the API server itself. */
  issueServiceAccountToken(account: {
    namespace: string;
    name: string;
    audiences?: readonly string[];
    expirationSeconds?: number;
  }): Promise<string>;
  /** Switches for tests of clients. */
  readonly faults: {
    /** Forgets all history: watches and pages from before get 410. */
    compact(): void;
    /** Ends all open watches. */
    dropWatches(): void;
  };
  stop(): Promise<void>;
}

async function makeCluster(options: KubernetesOptions) {
  const certificate = options.certificate ?? (await makeServingCertificate());
  const store = new ObjectStore(options.watchHistory);
  const registry = new Registry([...builtInTypes, definitionType]);
  const gate = new NamespaceGate(store);
  const writer = new ObjectWriter(store, gate);
  const patcher = new ObjectPatcher(store, writer);
  const garbage = new GarbageCollector(store, registry);
  const remover = new ObjectRemover(store, garbage);
  const { caPem } = certificate;
  const parts = { store, registry, writer, remover, caPem };
  const controllers = [
    ...(options.namespaceController === false
      ? []
      : [new NamespaceController(parts)]),
    new DefinitionController({ store, registry, writer }),
  ];
  controllers.forEach(controller => controller.start());
  bootstrapCluster(writer, registry);
  for (const definition of options.customResourceDefinitions ??
    shippedDefinitions)
    writer.create(systemContext(definitionType), definition);
  const stop = () => {
    garbage.stop();
    controllers.forEach(controller => controller.stop());
  };
  return { certificate, store, registry, writer, patcher, remover, stop };
}

async function makeServer(
  cluster: Awaited<ReturnType<typeof makeCluster>>,
  adminToken: string,
  address: () => string,
) {
  const { store, registry } = cluster;
  const tokens = await ServiceAccountTokens.create(store);
  const authenticator = new Authenticator(adminToken, tokens);
  const authorizer = new RbacAuthorizer(store);
  const discovery = new Discovery(registry);
  const api = new ApiHandler({
    store,
    registry,
    authorizer,
    paths: new PathHandler({ registry, tokens, discovery, address }),
    resources: new ResourceHandler({ ...cluster, tokens }),
    reviews: new Reviews(authenticator, authorizer),
  });
  const parts = { authenticator, authorizer, api };
  return { tokens, server: new HttpServer(cluster.certificate, parts) };
}

/** Starts a Kubernetes API server on 127.0.0.1 with everything in memory. */
export async function startKubernetes(
  options: KubernetesOptions = {},
): Promise<KubernetesServer> {
  const cluster = await makeCluster(options);
  const { store } = cluster;
  const adminToken =
    options.adminToken ?? randomBytes(24).toString('base64url');
  // Known once the server listens; discovery tells it.
  let address = '';
  const made = await makeServer(cluster, adminToken, () => address);
  const { tokens, server } = made;
  address = `127.0.0.1:${await server.listen(options.port ?? 0)}`;
  const url = `https://${address}`;
  const { caPem } = cluster.certificate;
  return {
    url,
    caPem,
    adminToken,
    kubeconfig: () => renderKubeconfig({ url, caPem, token: adminToken }),
    issueServiceAccountToken: account => issueToken(store, tokens, account),
    faults: {
      compact: () => store.compact(),
      dropWatches: () => server.dropWatches(),
    },
    stop: async () => {
      cluster.stop();
      await server.close();
    },
  };
}

async function issueToken(
  store: ObjectStore,
  tokens: ServiceAccountTokens,
  account: Parameters<KubernetesServer['issueServiceAccountToken']>[0],
): Promise<string> {
  const { namespace, name, expirationSeconds = 3600 } = account;
  const audiences = account.audiences ?? ['https://kubernetes.default.svc'];
  const stored = store.get('/serviceaccounts', `${namespace}/${name}`);
  if (!stored)
    throw new ApiError(
      404,
      `service account ${namespace}/${name} does not exist: create it first`,
    );
  const { uid } = stored.metadata;
  return tokens.issue({ namespace, name, uid, audiences, expirationSeconds });
}
