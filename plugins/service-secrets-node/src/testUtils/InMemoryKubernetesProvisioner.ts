import { isDeepStrictEqual } from 'node:util';

import { BACK_REFERENCE_ANNOTATION } from 'backstage-plugin-service-secrets-common';

import { KubernetesError } from '../kubernetes/errors';
import type { Manifest } from '../provision/DesiredState';
import type {
  KubernetesProvisionerApi,
  ManifestRef,
} from '../provision/KubernetesProvisionerApi';
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

/** The key of an object in `objects`: `Kind namespace/name`, or `Kind name` without a namespace. */
export function manifestKey({ kind, namespace, name }: ManifestRef): string {
  return namespace === undefined
    ? `${kind} ${name}`
    : `${kind} ${namespace}/${name}`;
}

function keyOf({ apiVersion, kind, metadata }: Manifest): string {
  const { namespace, name } = metadata;
  return manifestKey({ apiVersion, kind, namespace, name });
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

  /** Objects go into namespaces that exist only: those given here and those applied. */
  constructor(namespaces: readonly string[] = []) {
    for (const name of namespaces) {
      this.objects.set(`Namespace ${name}`, {
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

  async owner(
    ref: ManifestRef,
  ): Promise<{ exists: boolean; entityRef?: string }> {
    const key = manifestKey(ref);
    return this.calls.run('owner', key, () => {
      const found = this.objects.get(key);
      const entityRef =
        found?.metadata.annotations?.[BACK_REFERENCE_ANNOTATION];
      return found ? { exists: true, entityRef } : { exists: false };
    });
  }

  async apply(
    manifest: Manifest,
  ): Promise<'created' | 'changed' | 'unchanged'> {
    const key = keyOf(manifest);
    return this.calls.run('apply', key, () => {
      this.needNamespace(manifest.metadata.namespace, `apply ${key}`);
      const before = this.objects.get(key);
      const owner = ({ metadata }: Manifest) =>
        metadata.annotations?.[BACK_REFERENCE_ANNOTATION];
      if (before && owner(before) !== owner(manifest)) {
        throw problem('denied', `apply ${key}, which another service owns,`);
      }
      this.objects.set(key, structuredClone(manifest));
      if (!before) return 'created';
      return isDeepStrictEqual(before, manifest) ? 'unchanged' : 'changed';
    });
  }

  async remove(ref: ManifestRef): Promise<void> {
    const key = manifestKey(ref);
    await this.calls.run('remove', key, () => {
      this.objects.delete(key);
      if (ref.kind === 'Namespace') this.empty(ref.name);
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
    return this.calls.run('podsOf', key, () => this.pods.get(key) ?? []);
  }

  async tokenOf(
    { namespace, name }: { namespace: string; name: string },
    audience: string,
  ): Promise<string> {
    const key = `${namespace}/${name}`;
    return this.calls.run('tokenOf', key, () => {
      if (!this.objects.has(`ServiceAccount ${key}`)) {
        throw problem('not-found', `get a token of service account ${key}`);
      }
      return `token-of-${namespace}-${name}-for-${audience}`;
    });
  }

  private needNamespace(
    namespace: string | undefined,
    operation: string,
  ): void {
    if (namespace === undefined) return;
    if (!this.objects.has(`Namespace ${namespace}`)) {
      throw problem('not-found', operation);
    }
  }

  private empty(namespace: string): void {
    for (const [key, { metadata }] of this.objects) {
      if (metadata.namespace === namespace) this.objects.delete(key);
    }
  }
}
