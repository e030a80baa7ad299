import {
  JsonGeneralNames,
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
} from './x509';

/** The names a certificate is for. */
export interface AlternativeNames {
  readonly dns: readonly string[];
  readonly emails: readonly string[];
  readonly ips: readonly string[];
  readonly uris: readonly string[];
}

const oid = '2.5.29.17';

/** The alternative names a certificate request asks for. */
export function requestedNames(
  request: Pkcs10CertificateRequest,
): AlternativeNames {
  const extension = request.getExtension(oid);
  const names = extension
    ? new SubjectAlternativeNameExtension(extension.rawData).names.items
    : [];
  const ofType = (type: string) =>
    names.filter(name => name.type === type).map(name => name.value);
  return {
    dns: ofType('dns'),
    emails: ofType('email'),
    ips: ofType('ip'),
    uris: ofType('url'),
  };
}

/** The extension for names, each once, as asked; undefined for none. */
export function alternativeNamesExtension(
  names: AlternativeNames,
  critical: boolean,
): SubjectAlternativeNameExtension | undefined {
  const sorted = (values: readonly string[]) => [...new Set(values)];
  const items: JsonGeneralNames = [
    ...sorted(names.dns).map(value => ({ type: 'dns' as const, value })),
    ...sorted(names.emails).map(value => ({ type: 'email' as const, value })),
    ...sorted(names.ips).map(value => ({ type: 'ip' as const, value })),
    ...sorted(names.uris).map(value => ({ type: 'url' as const, value })),
  ];
  return items.length > 0
    ? new SubjectAlternativeNameExtension(items, critical)
    : undefined;
}
