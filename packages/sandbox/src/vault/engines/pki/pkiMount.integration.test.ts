import { Openssl } from './testSupport/Openssl';
import { pkiChain, pkiMount, Send } from './testSupport/pkiMount';

jest.setTimeout(60_000);

describe('pkiEngine as a mount', () => {
  const tool = new Openssl();
  let root: Send;
  let intermediate: Send;
  let rootPem: string;

  beforeAll(async () => {
    const chain = await pkiChain();
    root = chain.root.send;
    intermediate = chain.intermediate.send;
    rootPem = chain.rootPem;
  });

  afterAll(() => tool.remove());

  it('replaces a role on POST, changes it on PATCH, and answers it whole', async () => {
    const written = await intermediate('update', 'roles/r', {
      allowed_domains: 'a.org,b.org',
      ttl: '1h',
      typo: 1,
    });
    expect(written.data).toMatchObject({
      allowed_domains: ['a.org', 'b.org'],
      ttl: 3600,
      key_type: 'rsa',
      key_bits: 2048,
      signature_bits: 256,
      require_cn: true,
      issuer_ref: 'default',
    });
    expect(written.warnings).toEqual([
      'Endpoint ignored these unrecognized parameters: [typo]',
    ]);
    const patched = await intermediate('patch', 'roles/r', { ttl: '2h' });
    expect(patched.data).toMatchObject({
      ttl: 7200,
      allowed_domains: ['a.org', 'b.org'],
    });
    const replaced = await intermediate('update', 'roles/r', {
      issuer_ref: 'later',
    });
    expect(replaced.data.allowed_domains).toEqual([]);
    expect(replaced.warnings).toEqual([
      'Issuing Certificate was set to later but no issuing certificate currently has that name',
    ]);
    await expect(
      intermediate('update', 'roles/r', { ttl: '2h', max_ttl: '1h' }),
    ).rejects.toThrow('"ttl" value must be less than "max_ttl" value');
    expect(await intermediate('delete', 'roles/r')).toEqual({});
    await expect(intermediate('read', 'roles/r')).rejects.toMatchObject({
      status: 404,
      errors: [],
    });
  });

  it('keeps issuers and keys by name, and refuses a name twice', async () => {
    const { data } = await root('read', 'issuer/root-2026');
    expect(data).toMatchObject({
      issuer_name: 'root-2026',
      certificate: rootPem,
      leaf_not_after_behavior: 'err',
      usage: 'crl-signing,issuing-certificates,ocsp-signing,read-only',
      ca_chain: [rootPem],
    });
    const listed = (await root('list', 'issuers')).data;
    expect(listed.key_info[data.issuer_id]).toMatchObject({
      issuer_name: 'root-2026',
      is_default: true,
    });
    expect((await root('list', 'keys')).data.keys).toEqual([data.key_id]);
    expect((await root('read', 'issuer/root-2026/pem')).raw.body).toBe(rootPem);
    await expect(
      root('update', 'root/generate/internal', {
        common_name: 'x',
        issuer_name: 'root-2026',
      }),
    ).rejects.toThrow('issuer name already in use');
    await expect(root('read', 'issuer/nobody')).rejects.toMatchObject({
      status: 500,
    });
  });

  it('writes the configured URLs into what it issues', async () => {
    const send = pkiMount('urls/').send;
    const urls = await send('update', 'config/urls', {
      issuing_certificates: 'http://ca.example.org/ca',
      crl_distribution_points: 'http://ca.example.org/crl',
    });
    expect(urls.data.issuing_certificates).toEqual([
      'http://ca.example.org/ca',
    ]);

    const { data, warnings } = await send('update', 'root/generate/internal', {
      common_name: 'r',
      key_type: 'ec',
    });

    expect(warnings).toEqual([]);
    const shown = tool.run(
      'x509',
      '-in',
      tool.file('u.pem', data.certificate),
      '-noout',
      '-text',
    );
    expect(shown).toContain('CA Issuers - URI:http://ca.example.org/ca');
    expect(shown).toContain('URI:http://ca.example.org/crl');
    await expect(
      send('update', 'config/urls', { ocsp_servers: 'nope' }),
    ).rejects.toThrow(
      'invalid URL found in Authority Information Access (AIA) parameter ocsp_servers: nope',
    );
  });

  it('answers nothing before there is a CA, and for serials nobody knows', async () => {
    const send = pkiMount('empty/').send;

    expect((await send('read', 'ca/pem')).raw.status).toBe(204);
    expect((await send('read', 'crl')).raw.status).toBe(204);
    await expect(send('list', 'certs')).rejects.toMatchObject({ status: 404 });
    await expect(send('read', 'cert/01-02')).rejects.toMatchObject({
      status: 404,
      errors: [],
    });
    await send('update', 'roles/r', { allow_any_name: true });
    await expect(
      send('update', 'issue/r', { common_name: 'a' }),
    ).rejects.toThrow('no default issuer currently configured');
    await expect(
      send('update', 'revoke', { serial_number: '01:02' }),
    ).rejects.toThrow('certificate with serial 01:02 not found.');
  });
});
