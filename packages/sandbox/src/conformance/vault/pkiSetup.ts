import { Json } from '../Transcript';
import { VaultSession } from '../VaultSession';

/** A mount with a root of ten years. */
export async function rootMount(vault: VaultSession): Promise<string> {
  const mount = await vault.mount('pki', {
    config: { max_lease_ttl: '87600h' },
  });
  await vault.prepare('POST', `${mount}/root/generate/internal`, {
    common_name: 'Example Root',
    key_type: 'ec',
    ttl: '87600h',
  });
  return mount;
}

/** The same with a role `web` for names below `example.test`. */
export async function mountWithWebRole(
  vault: VaultSession,
  role: Record<string, Json> = {},
): Promise<string> {
  const mount = await rootMount(vault);
  await vault.prepare('POST', `${mount}/roles/web`, {
    allowed_domains: 'example.test',
    allow_subdomains: true,
    key_type: 'ec',
    max_ttl: '72h',
    ...role,
  });
  return mount;
}

/** A request for `web.example.test` and `api.example.test` of a 256-bit curve; its key is gone. */
export const requestPem = `-----BEGIN CERTIFICATE REQUEST-----
MIIBKDCBzwIBADAtMRkwFwYDVQQDDBB3ZWIuZXhhbXBsZS50ZXN0MRAwDgYDVQQK
DAdFeGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEhlud5vt8CWMb4eMl
iIYD5X7JmNph0hX1FNHFgR8scBtmA/IPDsovmYUxxib1Adgu/vX/E4QgRqHlQCCj
iesAbKBAMD4GCSqGSIb3DQEJDjExMC8wLQYDVR0RBCYwJIIQd2ViLmV4YW1wbGUu
dGVzdIIQYXBpLmV4YW1wbGUudGVzdDAKBggqhkjOPQQDAgNIADBFAiARUAeO6Hdh
l/Dx2t0s28BMPIjzcHVmm6RBvgEkjDdTdgIhAI1V4Yxzl3V8h6yBDbwu1r0AfLaJ
LJyNW+7naoPg+rMq
-----END CERTIFICATE REQUEST-----`;

/** A request with an RSA key of 1024 bits; its key is gone. */
export const weakRequestPem = `-----BEGIN CERTIFICATE REQUEST-----
MIIBWjCBxAIBADAbMRkwFwYDVQQDDBB3ZWIuZXhhbXBsZS50ZXN0MIGfMA0GCSqG
SIb3DQEBAQUAA4GNADCBiQKBgQDTgHt7MpctSzwwYQV7NFJY/eSf7+21vCgBZH92
X9ndCimHkB0jfvkiRUuK70av9+pl6okreQBYqN4Q9sIRAxsOLnpuuw9my8+N1GTV
XhIyqzzNuKF35GLf8dQTI9zcRR0vP42vKkKk3I19XQyVg7I8dji+yJ7PYyqnt7z7
La198wIDAQABoAAwDQYJKoZIhvcNAQELBQADgYEASpdnPkb+nu23IbBu+EwP1yEL
EXjBzEujXxYO97NQaI8yBaxc+WdacKvcMVYmO3iHXNDzQx3a+y4aX7SmT6z2UyUr
w4zO9yngzYmu3mIUVGXQB2gYZLx7xB07Lk5vsInfv9QX9EFB5OV0odfaIBKOllST
3zRuI89DIXsj4tC8JDM=
-----END CERTIFICATE REQUEST-----`;
