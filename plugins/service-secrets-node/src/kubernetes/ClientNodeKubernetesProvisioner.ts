import { z } from 'zod';

import type { Manifest } from '../provision/DesiredState';
import type {
  FoundObject,
  KubernetesProvisionerApi,
  ManifestRef,
} from '../provision/KubernetesProvisionerApi';
import { isOwnedBy, ownerIn } from '../provision/manifestOwner';
import type { HttpAnswer } from '../upstream/HttpPool';
import type { Transport } from '../upstream/Transport';
import { TransportError } from '../upstream/TransportError';
import { ClusterIdentity, createSigner } from './ClientNodeKubernetesApi';
import { KubernetesError } from './errors';
import type { NamespacedName } from './KubernetesApi';
import { KubernetesReader } from './KubernetesReader';
import { KubernetesWriter } from './KubernetesWriter';
import { problemOfThrown } from './problemOf';
import { kubernetesProvisionerPaths } from './provisionerPaths';
import { annotations } from './schema';

const metadataAnswer = z
  .object({
    metadata: z.object({
      uid: z.string().min(1),
      resourceVersion: z.string().min(1),
      annotations,
    }),
  })
  .transform(({ metadata }) => ({
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    owner: ownerIn(metadata.annotations),
  }));

const tokenAnswer = z
  .object({ status: z.object({ token: z.string().min(1) }) })
  .transform(({ status }) => status.token);

/** A pod that ended holds no credential any more. */
const podItem = z
  .object({
    metadata: z.object({ name: z.string() }),
    spec: z.object({ serviceAccountName: z.string().nullish() }),
    status: z.object({ phase: z.string().nullish() }).nullish(),
  })
  .transform(({ metadata, spec, status }) => ({
    name: metadata.name,
    serviceAccount: spec.serviceAccountName ?? 'default',
    ended: ['Succeeded', 'Failed'].includes(status?.phase ?? ''),
  }));

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The provisioner's port on a cluster, as an identity of its own. */
export class ClientNodeKubernetesProvisioner
  implements KubernetesProvisionerApi
{
  private readonly target: string;
  private readonly reader: KubernetesReader;
  private readonly writer: KubernetesWriter;

  constructor(identity: ClusterIdentity, transport: Transport) {
    this.target = identity.name;
    const sign = createSigner(identity);
    const options = { target: identity.name, transport, sign };
    this.reader = new KubernetesReader(options);
    this.writer = new KubernetesWriter(options);
  }

  async owner(ref: ManifestRef): Promise<FoundObject> {
    const found = await this.metadata(ref);
    return found
      ? { exists: true, ...found.owner, uid: found.uid }
      : { exists: false };
  }

  async apply(
    manifest: Manifest,
  ): Promise<'created' | 'changed' | 'unchanged'> {
    const { apiVersion, kind, metadata } = manifest;
    const { namespace, name } = metadata;
    const before = await this.metadata({ apiVersion, kind, namespace, name });
    const makeRequest = () =>
      kubernetesProvisionerPaths.apply(manifest, before?.uid);
    const wanted = ownerIn(metadata.annotations);
    const { operation } = makeRequest();
    if (before && !isOwnedBy(wanted, before.owner)) {
      throw this.refused(
        `${operation} (it is not this service's own)`,
        'denied',
      );
    }
    const answer = await this.writer.send(makeRequest);
    if (answer.status === 404) {
      throw this.refused(
        `${operation} (its namespace or its kind is missing)`,
        'not-found',
      );
    }
    const after = this.read(metadataAnswer, answer, operation);
    if (!before) return 'created';
    return after.resourceVersion === before.resourceVersion
      ? 'unchanged'
      : 'changed';
  }

  async remove(ref: ManifestRef, uid?: string): Promise<void> {
    await this.writer.send(() => kubernetesProvisionerPaths.remove(ref, uid));
  }

  async podsOf(account: NamespacedName): Promise<readonly string[]> {
    const listed = await this.reader.list(
      () => kubernetesProvisionerPaths.pods(account),
      podItem,
    );
    return (listed ?? [])
      .filter(pod => pod.serviceAccount === account.name && !pod.ended)
      .map(({ name }) => name)
      .sort();
  }

  async tokenOf(account: NamespacedName, audience: string): Promise<string> {
    const makeRequest = () =>
      kubernetesProvisionerPaths.token(account, audience);
    const answer = await this.writer.send(makeRequest);
    const { operation } = makeRequest();
    if (answer.status === 404) throw this.refused(operation, 'not-found');
    return this.read(tokenAnswer, answer, operation);
  }

  private metadata(ref: ManifestRef) {
    return this.reader.find(
      () => kubernetesProvisionerPaths.read(ref),
      metadataAnswer,
    );
  }

  private read<T>(
    schema: z.ZodType<T>,
    { body }: HttpAnswer,
    operation: string,
  ): T {
    const parsed = schema.safeParse(parseJson(body));
    if (parsed.success) return parsed.data;
    const failure = new TransportError('bad-answer');
    throw problemOfThrown(failure, operation, this.target);
  }

  private refused(
    operation: string,
    code: 'denied' | 'not-found',
  ): KubernetesError {
    const { target } = this;
    return new KubernetesError({ code, operation, target, retryable: false });
  }
}
