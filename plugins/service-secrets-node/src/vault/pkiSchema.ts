import { X509Certificate } from 'node:crypto';

import { z } from 'zod';

import { data, flag, optionalText, seconds, strings } from './fields';
import type { PkiIssuer, PkiRole } from './VaultApi';

export const pkiRoleAnswer = data(
  z.object({
    issuer_ref: z.string().nullish(),
    allow_any_name: flag(false),
    allowed_domains: strings,
    allow_bare_domains: flag(false),
    allow_subdomains: flag(false),
    allow_glob_domains: flag(false),
    allow_wildcard_certificates: flag(true),
    allow_localhost: flag(true),
    allowed_domains_template: flag(false),
    enforce_hostnames: flag(true),
    allow_ip_sans: flag(true),
    require_cn: flag(true),
    key_type: z.string(),
    key_bits: seconds,
    ttl: seconds,
    max_ttl: seconds,
  }),
).transform(
  ({ data: role }): PkiRole => ({
    issuerRef: role.issuer_ref ?? 'default',
    allowAnyName: role.allow_any_name,
    allowedDomains: role.allowed_domains,
    allowBareDomains: role.allow_bare_domains,
    allowSubdomains: role.allow_subdomains,
    allowGlobDomains: role.allow_glob_domains,
    allowWildcardCertificates: role.allow_wildcard_certificates,
    allowLocalhost: role.allow_localhost,
    allowedDomainsTemplate: role.allowed_domains_template,
    enforceHostnames: role.enforce_hostnames,
    allowIpSans: role.allow_ip_sans,
    requireCn: role.require_cn,
    keyType: role.key_type,
    keyBits: role.key_bits,
    ttlSeconds: role.ttl,
    maxTtlSeconds: role.max_ttl,
  }),
);

/** As cert-manager limits it; parsing costs more the longer it is. */
const pem = z
  .string()
  .max(36_500)
  .transform((text, context) => {
    try {
      const { subject, validFrom, validTo } = new X509Certificate(text);
      return {
        subject: subject.split('\n').reverse().join(', '),
        notBefore: new Date(validFrom),
        notAfter: new Date(validTo),
      };
    } catch {
      context.addIssue({ code: 'custom', message: 'is no certificate' });
      return z.NEVER;
    }
  });

export const pkiIssuerAnswer = data(
  z.object({
    issuer_id: z.string(),
    issuer_name: optionalText,
    certificate: pem,
    leaf_not_after_behavior: z.enum(['err', 'truncate', 'permit']).optional(),
  }),
).transform(
  ({ data: issuer }): PkiIssuer => ({
    id: issuer.issuer_id,
    name: issuer.issuer_name,
    ...issuer.certificate,
    leafNotAfterBehavior: issuer.leaf_not_after_behavior,
  }),
);
