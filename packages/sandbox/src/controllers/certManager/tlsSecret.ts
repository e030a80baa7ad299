import { ownerReferenceTo, resourceTypes } from '../client/kubernetesTypes';
import { marks, type Certificate, type Secret } from './certificateTypes';

/** The Secret a finished issuance writes, with the annotations cert-manager leaves on it. */
export function tlsSecret(
  certificate: Certificate,
  issued: { key: string; status: { certificate?: string; ca?: string } },
): Secret {
  const { spec, metadata } = certificate;
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: {
      name: spec.secretName,
      namespace: metadata.namespace,
      labels: { [marks.managed]: 'true' },
      annotations: {
        [marks.certificateName]: metadata.name,
        [marks.commonName]: spec.commonName ?? '',
        [marks.altNames]: (spec.dnsNames ?? []).join(','),
        [marks.ipSans]: (spec.ipAddresses ?? []).join(','),
        [marks.uriSans]: (spec.uris ?? []).join(','),
        [marks.issuerName]: spec.issuerRef.name,
        [marks.issuerKind]: spec.issuerRef.kind ?? 'Issuer',
        [marks.issuerGroup]: spec.issuerRef.group ?? 'cert-manager.io',
      },
    },
    data: {
      'tls.key': Buffer.from(issued.key).toString('base64'),
      'tls.crt': issued.status.certificate ?? '',
      'ca.crt': issued.status.ca ?? '',
    },
  };
}

/** Where the key of a running issuance waits for its certificate. */
export function nextKeySecret(
  certificate: Certificate,
  name: string,
  keyPem: string,
): Secret {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: {
      name,
      namespace: certificate.metadata.namespace,
      labels: { [marks.nextPrivateKey]: 'true', [marks.managed]: 'true' },
      ownerReferences: [
        ownerReferenceTo(resourceTypes.certificates, certificate),
      ],
    },
    data: { 'tls.key': Buffer.from(keyPem).toString('base64') },
  };
}
