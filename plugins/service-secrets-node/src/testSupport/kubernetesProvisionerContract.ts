/* eslint-disable jest/no-export -- a suite that other tests run */
import { KubernetesError } from '../kubernetes/errors';
import type { KubernetesProvisionerApi } from '../provision/KubernetesProvisionerApi';
import { ownerAnnotations } from '../provision/manifestOwner';
import {
  bodies,
  entityRef,
  environment,
  manifest,
  name,
  refOf,
} from './contractManifests';

/** A cluster to write to, and what is in it. */
export interface KubernetesProvisionerSubject {
  readonly api: KubernetesProvisionerApi;
  /** Is there, and has none of the contract's objects. */
  readonly namespace: string;
  /** A service account with at least one running pod, in a namespace that does not name `component:default/contract`. */
  readonly account: { readonly namespace: string; readonly name: string };
}

const hostile = ['../x', '..', '.', '%2e', 'a/b', 'a?b', 'a\nb', 'A', ''];

/** What every implementation of the provisioner's Kubernetes port must do. */
export function kubernetesProvisionerContract(
  title: string,
  makeSubject: () => Promise<KubernetesProvisionerSubject>,
): void {
  describe(`${title} keeps the contract of KubernetesProvisionerApi`, () => {
    let subject: KubernetesProvisionerSubject;

    beforeEach(async () => {
      subject = await makeSubject();
    });

    it.each(Object.keys(bodies))(
      'creates a %s, leaves it alone, changes it and removes it twice',
      async kind => {
        const { api, namespace } = subject;
        const made = manifest(kind, namespace);
        const ref = refOf(made);
        expect(await api.owner(ref)).toEqual({ exists: false });

        expect(await api.apply(made)).toBe('created');
        expect(await api.owner(ref)).toMatchObject({
          exists: true,
          entityRef,
          environment: 'production',
        });
        const labelled = manifest(kind, namespace, { team: 'a' });
        expect(await api.apply(labelled)).toBe('changed');

        await api.remove(ref);
        await api.remove(ref);
        expect(await api.owner(ref)).toEqual({ exists: false });
      },
    );

    it('writes nothing the second time', async () => {
      const { api, namespace } = subject;
      const made = manifest('v1 ServiceAccount', namespace);

      expect(await api.apply(made)).toBe('created');
      expect(await api.apply(made)).toBe('unchanged');
      await api.remove(refOf(made));
    });

    it('makes a namespace and never removes it, because everything in it would go too', async () => {
      const { api } = subject;
      const annotations = ownerAnnotations({ entityRef, environment });
      const ref = { apiVersion: 'v1', kind: 'Namespace', name: 'contract-new' };
      const made = {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: ref.name, annotations },
      };
      const inside = manifest('v1 ServiceAccount', ref.name);
      await expect(api.apply(inside)).rejects.toMatchObject({
        code: 'not-found',
      });

      expect(await api.apply(made)).toBe('created');
      expect(await api.apply(inside)).toBe('created');
      await expect(api.remove(ref)).rejects.toBeInstanceOf(KubernetesError);

      expect((await api.owner(ref)).exists).toBe(true);
      expect((await api.owner(refOf(inside))).exists).toBe(true);
    });

    it('refuses to change what does not name the service', async () => {
      const { api, account } = subject;
      const foreign = manifest('v1 ServiceAccount', account.namespace);
      const { annotations } = foreign.metadata;
      const metadata = { annotations, ...account };
      const before = await api.owner(refOf({ ...foreign, metadata }));

      await expect(api.apply({ ...foreign, metadata })).rejects.toMatchObject({
        name: 'KubernetesError',
        code: 'denied',
        retryable: false,
      });
      expect(before.exists).toBe(true);
      expect(await api.owner(refOf({ ...foreign, metadata }))).toEqual(before);
    });

    it("leaves an object alone that is the same service's in another environment", async () => {
      const { api, namespace } = subject;
      const made = manifest('v1 ServiceAccount', namespace);
      const annotations = ownerAnnotations({
        entityRef,
        environment: 'staging',
      });
      const metadata = { ...made.metadata, annotations };
      await api.apply(made);
      const before = await api.owner(refOf(made));

      await expect(api.apply({ ...made, metadata })).rejects.toMatchObject({
        code: 'denied',
      });

      expect(await api.owner(refOf(made))).toEqual(before);
      await api.remove(refOf(made));
    });

    it('leaves an object alone that took the place of the one that was seen', async () => {
      const { api, namespace } = subject;
      const made = manifest('v1 ServiceAccount', namespace);
      await api.apply(made);
      const { uid } = await api.owner(refOf(made));
      await api.remove(refOf(made), uid);
      await api.apply(made);
      const successor = await api.owner(refOf(made));
      expect(successor.uid).not.toBe(uid);

      await expect(api.remove(refOf(made), uid)).rejects.toMatchObject({
        name: 'KubernetesError',
        code: 'denied',
      });

      expect(await api.owner(refOf(made))).toEqual(successor);
      await api.remove(refOf(made), successor.uid);
      expect(await api.owner(refOf(made))).toEqual({ exists: false });
    });

    it('names the pods that run as a service account', async () => {
      const { api, account } = subject;

      expect((await api.podsOf(account)).length).toBeGreaterThan(0);
      expect(await api.podsOf({ ...account, name: 'no-such-thing' })).toEqual(
        [],
      );
    });

    it('gets a token of a service account that is there', async () => {
      const { api, account } = subject;

      expect((await api.tokenOf(account, 'vault')).length).toBeGreaterThan(10);
      await expect(
        api.tokenOf({ ...account, name: 'no-such-thing' }, 'vault'),
      ).rejects.toMatchObject({ code: 'not-found' });
    });

    it.each([
      ['v1', 'Secret'],
      ['v1', 'ConfigMap'],
      ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
      ['batch/v1', 'Job'],
      ['__proto__', 'constructor'],
    ])('refuses the kind %s %s', async (apiVersion, kind) => {
      const { api, namespace } = subject;
      const other = { apiVersion, kind, metadata: { name, namespace } };
      for (const attempt of [
        api.apply(other),
        api.owner(refOf(other)),
        api.remove(refOf(other)),
      ]) {
        await expect(attempt).rejects.toBeInstanceOf(KubernetesError);
      }
    });

    it.each(hostile)('refuses the name %j as a KubernetesError', async bad => {
      const { api, namespace } = subject;
      const made = manifest('v1 ServiceAccount', namespace);
      const named = { ...made, metadata: { ...made.metadata, name: bad } };
      const placed = {
        ...made,
        metadata: { ...made.metadata, namespace: bad },
      };
      for (const attempt of [
        () => api.apply(named),
        () => api.apply(placed),
        () => api.owner(refOf(named)),
        () => api.remove(refOf(placed)),
        () => api.podsOf({ namespace: bad, name }),
        () => api.podsOf({ namespace, name: bad }),
        () => api.tokenOf({ namespace, name: bad }, 'vault'),
      ]) {
        await expect(attempt()).rejects.toMatchObject({
          name: 'KubernetesError',
          code: 'not-found',
        });
      }
    });
  });
}
