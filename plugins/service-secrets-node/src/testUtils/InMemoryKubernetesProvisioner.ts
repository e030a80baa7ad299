import { isDeepStrictEqual } from 'node:util';

import { KubernetesError } from '../kubernetes/errors';
import { problemOfThrown } from '../kubernetes/problemOf';
import { kubernetesProvisionerPaths } from '../kubernetes/provisionerPaths';
import type { Manifest } from '../provision/DesiredState';
import type {
  FoundObject,
  KubernetesProvisionerApi,
  ManifestRef,
} from '../provision/KubernetesProvisionerApi';
import { isOwnedBy, ownerIn } from '../provision/manifestOwner';
import type { UpstreamProblem } from '../upstream/UpstreamError';
import { CallPhase, InterruptibleCalls } from './InterruptibleCalls';

/** A method of the provisioner's Kubernetes port. */
export type KubernetesProvisionerMethod = keyof KubernetesProvisionerApi;
type Code = UpstreamProblem['code'];

const retryable: ReadonlySet<Code> = new Set([
  'timeout',
  'rate-limited',
  'unreachable',
]);

/** The key of an object in `objects`: `apiVersion Kind namespace/name`, without the namespace where there is none. */
export function manifestKey(ref: ManifestRef): string {
  const { apiVersion, kind, namespace, name } = ref;
  const place = namespace === undefined ? name : `${namespace}/${name}`;
  return `${apiVersion} ${kind} ${place}`;
}

function keyOf({ apiVersion, kind, metadata }: Manifest): string {
  const { namespace, name } = metadata;
  return manifestKey({ apiVersion, kind, namespace, name });
}

/** As the adapter: a name that is not legal and a kind that is not ours are never asked for. */
function checked(makeRequest: () => unknown): void {
  try {
    makeRequest();
  } catch (error) {
    throw problemOfThrown(error, 'make a request', 'in-memory');
  }
}

function problem(code: Code, operation: string): KubernetesError {
  return new KubernetesError({
    code,
    operation,
    target: 'in-memory',
    retryable: retryable.has(code),
  });
}

/** A cluster that takes manifests, in memory. `calls` fails, kills or watches single calls. */
export class InMemoryKubernetesProvisioner implements KubernetesProvisionerApi {
  /** By `manifestKey`. */
  readonly objects = new Map<string, Manifest>();
  /** Names of pods by `namespace/serviceAccount`. */
  readonly pods = new Map<string, readonly string[]>();
  readonly calls = new InterruptibleCalls<KubernetesProvisionerMethod>(problem);
  private readonly uids = new WeakMap<Manifest, string>();
  private made = 0;

  /** Objects go into namespaces that exist only: those given here and those applied. */
  constructor(namespaces: readonly string[] = []) {
    for (const name of namespaces) {
      this.objects.set(`v1 Namespace ${name}`, {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name },
      });
    }
  }

  /** Makes a method fail with that code until `calls.recover()`; `after` is an answer that got lost. */
  fail(
    method: KubernetesProvisionerMethod,
    code: Code,
    phase?: CallPhase,
  ): void {
    this.calls.fail(method, code, phase);
  }

  async owner(ref: ManifestRef): Promise<FoundObject> {
    const key = manifestKey(ref);
    checked(() => kubernetesProvisionerPaths.read(ref));
    return this.calls.run('owner', key, () => {
      const found = this.objects.get(key);
      if (!found) return { exists: false };
      const owner = ownerIn(found.metadata.annotations);
      return { exists: true, ...owner, uid: this.uidOf(found) };
    });
  }

  async apply(
    manifest: Manifest,
  ): Promise<'created' | 'changed' | 'unchanged'> {
    const key = keyOf(manifest);
    checked(() => kubernetesProvisionerPaths.apply(manifest, undefined));
    return this.calls.run('apply', key, () => {
      this.needNamespace(manifest.metadata.namespace, `apply ${key}`);
      const before = this.objects.get(key);
      this.needOwner(before, manifest);
      const after = structuredClone(manifest);
      this.objects.set(key, after);
      if (!before) return 'created';
      this.uids.set(after, this.uidOf(before));
      return isDeepStrictEqual(before, after) ? 'unchanged' : 'changed';
    });
  }

  async remove(ref: ManifestRef, uid?: string): Promise<void> {
    const key = manifestKey(ref);
    checked(() => kubernetesProvisionerPaths.remove(ref, uid));
    await this.calls.run('remove', key, () => {
      const found = this.objects.get(key);
      if (found && uid !== undefined && this.uidOf(found) !== uid) {
        throw problem('denied', `remove ${key} (it was replaced meanwhile)`);
      }
      this.objects.delete(key);
    });
  }

  async podsOf({
    namespace,
    name,
  }: {
    namespace: string;
    name: string;
  }): Promise<readonly string[]> {
    const key = `${namespace}/${name}`;
    checked(() => kubernetesProvisionerPaths.pods({ namespace, name }));
    return this.calls.run('podsOf', key, () => this.pods.get(key) ?? []);
  }

  async tokenOf(
    { namespace, name }: { namespace: string; name: string },
    audience: string,
  ): Promise<string> {
    const key = `${namespace}/${name}`;
    checked(() =>
      kubernetesProvisionerPaths.token({ namespace, name }, audience),
    );
    return this.calls.run('tokenOf', key, () => {
      if (!this.objects.has(`v1 ServiceAccount ${key}`)) {
        throw problem('not-found', `get a token of service account ${key}`);
      }
      return `token-of-${namespace}-${name}-for-${audience}`;
    });
  }

  /** An object that a test puts in the place of another is another one. */
  private uidOf(manifest: Manifest): string {
    const known = this.uids.get(manifest);
    if (known !== undefined) return known;
    this.made += 1;
    const uid = `uid-${this.made}`;
    this.uids.set(manifest, uid);
    return uid;
  }

  /** As the adapter: the second look, after the caller's own. */
  private needOwner(before: Manifest | undefined, manifest: Manifest): void {
    if (!before) return;
    const wanted = ownerIn(manifest.metadata.annotations);
    if (isOwnedBy(wanted, ownerIn(before.metadata.annotations))) return;
    const operation = `apply ${keyOf(manifest)}`;
    throw problem('denied', `${operation} (it is not this service's own)`);
  }

  private needNamespace(
    namespace: string | undefined,
    operation: string,
  ): void {
    if (namespace === undefined) return;
    if (!this.objects.has(`v1 Namespace ${namespace}`)) {
      throw problem('not-found', operation);
    }
  }
}
