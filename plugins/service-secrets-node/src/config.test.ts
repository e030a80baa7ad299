import { ConfigReader } from '@backstage/config';
import { loadConfigSchema } from '@backstage/config-loader';
import { mockServices } from '@backstage/backend-test-utils';

import { readUpstreamConfig } from './config';

const instance = {
  name: 'main',
  address: 'https://vault.example.com:8200',
  reader: { login: { method: 'kubernetes', role: 'backstage-reader' } },
};
const cluster = {
  name: 'production',
  url: 'https://k8s.example.com',
  serviceAccountToken: 'canary-token',
};

function read(serviceSecrets: object, others: object = {}) {
  return readUpstreamConfig(
    mockServices.rootConfig({ data: { serviceSecrets, ...others } as never }), // plain JSON
  );
}

describe('readUpstreamConfig', () => {
  it('fills in every default of a minimal config', () => {
    expect(read({ instances: [instance], clusters: [cluster] })).toEqual({
      instances: [
        {
          ...instance,
          reader: {
            login: {
              method: 'kubernetes',
              mount: 'kubernetes',
              role: 'backstage-reader',
              tokenFile: '/var/run/secrets/kubernetes.io/serviceaccount/token',
            },
          },
          mounts: {
            database: 'database',
            kubernetesAuth: 'kubernetes',
            pki: 'pki',
          },
          limits: { concurrency: 8, requestsPerSecond: 200, timeoutMs: 10_000 },
        },
      ],
      clusters: [cluster],
    });
  });

  it('answers empty lists when there is no config', () => {
    const config = mockServices.rootConfig({ data: {} });
    expect(readUpstreamConfig(config)).toEqual({ instances: [], clusters: [] });
  });

  it.each([
    ['2s', 2000],
    [{ seconds: 3 }, 3000],
  ])('reads the timeout %j', (timeout, ms) => {
    const [first] = read({
      instances: [{ ...instance, limits: { timeout } }],
    }).instances;
    expect(first.limits.timeoutMs).toBe(ms);
  });

  const bad: [string, object, RegExp][] = [
    ['no address', { address: undefined }, /instances\[0\]\.address/],
    ['a path', { address: 'https://v/x' }, /\.address must be https:/],
    ['a user', { address: 'https://u:canary@v' }, /\.address must be/],
    ['another scheme', { address: 'ftp://v' }, /\.address must be/],
    ['a bad name', { name: 'Main_1' }, /\.name must be/],
    ['no reader', { reader: undefined }, /\.reader/],
    [
      'an unknown method',
      { reader: { login: { method: 'ldap' } } },
      /\.reader\.login\.method/,
    ],
    [
      'an unknown key',
      { reader: { login: { method: 'token', token: 'canary', tokn: 1 } } },
      /tokn/,
    ],
    [
      'an empty token',
      { reader: { login: { method: 'token', token: ' ' } } },
      /\.login\.token must not be empty/,
    ],
    [
      'both secret ids',
      {
        reader: {
          login: {
            method: 'appRole',
            roleId: 'r',
            secretId: 'canary',
            secretIdFile: '/f',
          },
        },
      },
      /exactly one of secretId and secretIdFile/,
    ],
    [
      'a relative file',
      { reader: { login: { method: 'tokenFile', tokenFile: 'x' } } },
      /tokenFile must be an absolute path/,
    ],
    ['a hostile mount', { mounts: { database: '../sys' } }, /mounts\.database/],
    [
      'a provisioner without a login',
      { provisioner: {} },
      /instances\[0\]\.provisioner\.login/,
    ],
    [
      'a provisioner with an empty token',
      { provisioner: { login: { method: 'token', token: '' } } },
      /provisioner\.login\.token must not be empty/,
    ],
    ['no concurrency', { limits: { concurrency: 0 } }, /limits\.concurrency/],
    ['a long timeout', { limits: { timeout: '3h' } }, /limits\.timeout/],
  ];
  it.each(bad)(
    'names the key when an instance has %s',
    (_, change, message) => {
      const act = () => read({ instances: [{ ...instance, ...change }] });

      expect(act).toThrow(message);
      expect(act).not.toThrow(/canary/);
    },
  );

  it('reads the provisioner of an instance and of a cluster', () => {
    const provisioner = { login: { method: 'token', token: 'canary-p' } };
    const identity = { serviceAccountTokenFile: '/var/run/provisioner' };
    const { instances, clusters } = read({
      instances: [{ ...instance, provisioner }],
      clusters: [{ ...cluster, provisioner: identity }],
    });

    expect(instances[0].provisioner).toEqual(provisioner);
    expect(clusters[0].provisioner).toEqual(identity);
  });

  it('refuses two instances of one name', () => {
    expect(() => read({ instances: [instance, instance] })).toThrow(
      /names main twice/,
    );
  });

  it.each([
    [{ serviceAccountToken: undefined }, /exactly one of serviceAccountToken/],
    [
      { provisioner: {} },
      /clusters\[0\]\.provisioner needs exactly one of serviceAccountToken/,
    ],
    [
      {
        provisioner: {
          serviceAccountToken: 'canary',
          serviceAccountTokenFile: '/f',
        },
      },
      /provisioner needs exactly one of/,
    ],
    [{ limits: { requestsPerSecond: 0 } }, /clusters\[0\]\.limits/],
    [{ provisioner: { token: 'canary' } }, /clusters\[0\]\.provisioner/],
    [{ caFile: '/a', caData: 'eA==' }, /both caFile and caData/],
    [{ url: 'https://k/..' + '/x' }, /clusters\[0\]\.url/],
  ])('names the key of a bad cluster: %j', (change, message) => {
    expect(() => read({ clusters: [{ ...cluster, ...change }] })).toThrow(
      message,
    );
  });

  describe('clustersFrom: kubernetes', () => {
    const kubernetes = (extra: object = {}) => ({
      kubernetes: {
        clusterLocatorMethods: [
          { type: 'catalog' },
          {
            type: 'config',
            clusters: [
              {
                name: 'production',
                url: 'https://k8s.example.com/',
                authProvider: 'serviceAccount',
                serviceAccountToken: 'canary-token',
                caData: 'eA==',
                ...extra,
              },
            ],
          },
        ],
      },
    });

    it('takes over the clusters that the Kubernetes plugin has in its config', () => {
      expect(
        read({ clustersFrom: 'kubernetes' }, kubernetes()).clusters,
      ).toEqual([{ ...cluster, caData: 'eA==' }]);
    });

    it('refuses a cluster whose certificate is not checked', () => {
      expect(() =>
        read(
          { clustersFrom: 'kubernetes' },
          kubernetes({ skipTLSVerify: true }),
        ),
      ).toThrow(/production has skipTLSVerify/);
    });

    it('refuses own clusters beside it', () => {
      expect(() =>
        read({ clustersFrom: 'kubernetes', clusters: [] }, kubernetes()),
      ).toThrow(/exclude each other/);
    });
  });

  it('lets the frontend see nothing and marks each credential as a secret', async () => {
    const schema = await loadConfigSchema({
      dependencies: [],
      packagePaths: [require.resolve('../package.json')],
    });
    const logins = [
      { method: 'token', token: 'canary' },
      { method: 'appRole', roleId: 'canary', secretId: 'canary' },
    ];
    const data = {
      serviceSecrets: {
        instances: logins.map((login, index) => ({
          name: `i${index}`,
          address: 'https://v',
          reader: { login },
          operator: { login },
          provisioner: { login },
        })),
        clusters: [
          { ...cluster, provisioner: { serviceAccountToken: 'canary' } },
        ],
      },
    };
    const configs = [{ context: 'test', data }];

    const visible = schema.process(configs, {
      visibility: ['frontend'],
      ignoreSchemaErrors: true,
    });
    const withoutSecrets = schema.process(configs, {
      visibility: ['backend'],
      ignoreSchemaErrors: true,
    });

    expect(new ConfigReader(visible[0]?.data).has('serviceSecrets')).toBe(
      false,
    );
    expect(JSON.stringify(withoutSecrets)).toContain('https://v');
    expect(JSON.stringify(withoutSecrets)).not.toContain('canary');
  });
});
