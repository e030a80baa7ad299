import { IllegalNameError } from '../upstream/IllegalNameError';
import { KubernetesRequest, kubernetesPaths } from './paths';

const hostile = [
  '',
  '.',
  '..',
  '%2e%2e',
  '../secrets',
  'a/b',
  'a\\b',
  'a#',
  'a?x',
  'a\n',
  'a\t',
  'A',
  '．．',
  'a/',
];

const makers: Record<string, (text: string) => KubernetesRequest> = {
  namespace: name => kubernetesPaths.namespace(name),
  serviceAccount: name =>
    kubernetesPaths.serviceAccount({ namespace: 'a', name }),
  'namespace of serviceAccount': namespace =>
    kubernetesPaths.serviceAccount({ namespace, name: 'a' }),
  workload: name =>
    kubernetesPaths.workload('deployment', { namespace: 'a', name }),
  'namespace of pods': namespace => kubernetesPaths.pods(namespace),
  'namespace of warnings': namespace => kubernetesPaths.warnings(namespace),
  'namespace of certificates': namespace =>
    kubernetesPaths.certificates(namespace),
  'cluster issuer': name =>
    kubernetesPaths.issuer({ kind: 'ClusterIssuer', name }),
  issuer: name =>
    kubernetesPaths.issuer({ kind: 'Issuer', namespace: 'a', name }),
};

describe('kubernetesPaths', () => {
  it.each(Object.keys(makers))('refuses every hostile %s', key => {
    for (const text of hostile) {
      expect(() => makers[key](text)).toThrow(IllegalNameError);
    }
  });

  it('stays what it is through a URL parser', () => {
    for (const make of Object.values(makers)) {
      const { path } = make('grade-api');
      expect(new URL(path, 'https://k.invalid').pathname).toBe(path);
      expect(path).not.toMatch(/secrets|token|review|exec/);
    }
  });

  it('names the RBAC rule that is needed', () => {
    expect(kubernetesPaths.certificates('a').rule).toBe(
      '- apiGroups: ["cert-manager.io"]\n  resources: ["certificates"]\n  verbs: ["list"]',
    );
  });
});
