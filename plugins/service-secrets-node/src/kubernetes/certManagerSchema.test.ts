import { listedCertificate } from '../testSupport/kubernetesObjects';
import { certificateItem } from './certManagerSchema';

function issuerOf(issuerRef: object) {
  const spec = { ...listedCertificate.spec, issuerRef };
  return certificateItem.parse({ ...listedCertificate, spec }).issuer;
}

describe('certificateItem', () => {
  it.each([[undefined], [''], ['cert-manager.io']])(
    'takes an issuer of group %j for one of cert-manager',
    group => {
      expect(issuerOf({ name: 'vault', kind: 'Issuer', group })).toEqual({
        kind: 'Issuer',
        namespace: 'grade-api',
        name: 'vault',
      });
    },
  );

  it('keeps the group of an issuer that another controller serves', () => {
    const group = 'awspca.cert-manager.io';

    expect(
      issuerOf({ name: 'vault', kind: 'AWSPCAIssuer', group }),
    ).toMatchObject({ name: 'vault', group });
    expect(issuerOf({ name: 'vault', kind: 'ClusterIssuer', group })).toEqual({
      kind: 'ClusterIssuer',
      name: 'vault',
      group,
    });
  });
});
