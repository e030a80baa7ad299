/* eslint-disable jest/no-export -- a suite that other tests run */
import { KubernetesError } from '../kubernetes/errors';
import type { KubernetesApi } from '../kubernetes/KubernetesApi';

/** A cluster to judge, and what is in it. */
export interface KubernetesSubject {
  readonly api: KubernetesApi;
  readonly namespace: string;
  /** The entity ref the namespace carries. */
  readonly entityRef: string;
  readonly serviceAccount: string;
  /** A Deployment of that name with at least one pod. */
  readonly deployment: string;
  readonly certificate: string;
  /** A VaultDynamicSecret of that name with the VaultAuth it needs. */
  readonly dynamicSecret: string;
}

const nothing = 'no-such-thing';

/** What every implementation of the Kubernetes port must do. */
export function kubernetesContract(
  name: string,
  makeSubject: () => Promise<KubernetesSubject>,
): void {
  describe(`${name} keeps the contract of KubernetesApi`, () => {
    let subject: KubernetesSubject;

    beforeEach(async () => {
      subject = await makeSubject();
    });

    it('says its version', async () => {
      expect(await subject.api.version()).toMatch(/^v1\.\d+/);
    });

    it('answers what the namespace says its service is', async () => {
      const { api, namespace, entityRef } = subject;

      expect(await api.namespaceEntityRef(namespace)).toBe(entityRef);
      expect(await api.namespaceEntityRef(nothing)).toBeUndefined();
    });

    it('knows which service accounts there are', async () => {
      const { api, namespace, serviceAccount } = subject;
      const exists = (account: string) =>
        api.serviceAccountExists({ namespace, name: account });

      expect(await exists(serviceAccount)).toBe(true);
      expect(await exists(nothing)).toBe(false);
    });

    it('finds a workload with and without its kind, and its pods', async () => {
      const { api, namespace, deployment } = subject;
      const kind = 'deployment';
      const [found] = await api.workloads(namespace, [
        { kind, name: deployment },
      ]);

      expect(found).toMatchObject({ kind, name: deployment });
      expect(await api.workloads(namespace, [{ name: deployment }])).toEqual([
        found,
      ]);
      expect(await api.workloads(namespace, [{ name: nothing }])).toEqual([]);
      const pods = await api.pods(namespace, [found]);
      expect(pods.map(({ workload }) => workload)).toContain(deployment);
      expect(await api.pods(namespace, [])).toEqual([]);
    });

    it('lists the certificates and answers the issuer of one', async () => {
      const { api, namespace, certificate } = subject;
      const found = (await api.certificates(namespace))?.find(
        each => each.name === certificate,
      );

      expect(found?.durationSeconds).toBeGreaterThan(0);
      expect(found && (await api.issuer(found.issuer))).toBeDefined();
      expect(
        await api.issuer({ kind: 'Issuer', namespace, name: nothing }),
      ).toBeUndefined();
    });

    it('does not take an issuer of another API group for one of cert-manager', async () => {
      const { api, namespace, certificate } = subject;
      const own = (await api.certificates(namespace))?.find(
        each => each.name === certificate,
      )?.issuer;
      const kind = 'Issuer';
      const group = 'awspca.cert-manager.io';

      expect(
        await api.issuer({ kind, namespace, name: 'vault', ...own, group }),
      ).toEqual({ conditions: [] });
    });

    it('lists what an operator should read with what that needs, and no lease id in place of a name', async () => {
      const { api, namespace, dynamicSecret } = subject;
      const found = (await api.deliveryResources(namespace, 'vso')) ?? [];
      const entry = found.find(each => each.name === dynamicSecret);

      expect(entry).toMatchObject({
        kind: 'VaultDynamicSecret',
        paths: [expect.stringMatching(/^database\/creds\/[\w-]+$/)],
      });
      const [needed] = entry?.needs ?? [];
      const login = found.find(
        each => each.kind === needed.kind && each.name === needed.name,
      );
      expect(login?.login?.serviceAccount).toMatch(/./);
      expect(await api.deliveryResources(nothing, 'vso')).toEqual([]);
    });

    it('lists of the whole cluster what it lists of each namespace, and nothing of namespaces nobody asks for', async () => {
      const { api, namespace } = subject;
      const ask = (...namespaces: string[]) =>
        api.clusterDeliveryResources(new Set(namespaces), 'vso');
      const all = await ask(namespace, nothing);
      const other = await ask(nothing);

      expect(all?.byNamespace.get(namespace)).toEqual(
        await api.deliveryResources(namespace, 'vso'),
      );
      expect(all?.byNamespace.get(nothing) ?? []).toEqual([]);
      expect(all?.unclear).toEqual(new Set());
      expect(other?.byNamespace.has(namespace)).toBe(false);
    });

    it('refuses a name that is not legal as a KubernetesError, unasked', async () => {
      const { api, namespace } = subject;
      for (const attempt of [
        api.namespaceEntityRef('..'),
        api.serviceAccountExists({ namespace, name: '.' }),
        api.pods('a/../b', []),
        api.deliveryResources('..', 'vso'),
      ]) {
        await expect(attempt).rejects.toBeInstanceOf(KubernetesError);
      }
    });
  });
}
