import {
  apiServerArguments,
  etcdArguments,
  SERVICE_ACCOUNT_ISSUER,
  tokenFile,
} from './kubernetesArguments';

const ports = { etcd: 2379, api: 6443 };

describe('the command lines of KUBEBUILDER_ASSETS', () => {
  it('bind both programs to the loopback address alone', () => {
    const all = [
      ...etcdArguments('/d', ports),
      ...apiServerArguments('/d', ports),
    ];

    expect(all.filter(one => /https?:\/\//.test(one)).join(' ')).not.toMatch(
      /http:\/\/(?!127\.0\.0\.1:)/,
    );
    expect(all).toEqual(
      expect.arrayContaining([
        '--listen-client-urls=http://127.0.0.1:2379',
        '--etcd-servers=http://127.0.0.1:2379',
        '--bind-address=127.0.0.1',
        '--secure-port=6443',
      ]),
    );
  });

  it('switch RBAC on and let the server sign the tokens that it accepts', () => {
    expect(apiServerArguments('/d', ports)).toEqual(
      expect.arrayContaining([
        '--authorization-mode=RBAC',
        `--service-account-issuer=${SERVICE_ACCOUNT_ISSUER}`,
        '--service-account-key-file=/d/service-account.pub',
        '--service-account-signing-key-file=/d/service-account.key',
        '--token-auth-file=/d/tokens.csv',
        '--tls-cert-file=/d/apiserver.crt',
        '--tls-private-key-file=/d/apiserver.key',
      ]),
    );
  });

  it('never carry the token of the administrator', () => {
    expect(tokenFile('s3cret')).toBe(
      's3cret,sandbox-admin,sandbox-admin,"system:masters"\n',
    );
    expect(apiServerArguments('/d', ports).join(' ')).not.toContain('s3cret');
  });
});
