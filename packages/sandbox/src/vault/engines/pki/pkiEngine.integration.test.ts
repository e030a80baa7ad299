import {
  createPrivateKey,
  generateKeyPairSync,
  X509Certificate,
} from 'node:crypto';
import { Openssl } from './testSupport/Openssl';
import { pkiChain, pkiMount, Send } from './testSupport/pkiMount';

jest.setTimeout(60_000);

describe('pkiEngine issuing certificates', () => {
  const tool = new Openssl();
  let chain: Awaited<ReturnType<typeof pkiChain>>;
  let intermediate: Send;
  let rootPem: string;
  let intermediatePem: string;

  function verifyChain(leaf: string, ...more: string[]): string {
    return tool.verify(
      { leaf, intermediate: intermediatePem, root: rootPem },
      ...more,
    );
  }

  beforeAll(async () => {
    chain = await pkiChain();
    intermediate = chain.intermediate.send;
    ({ rootPem, intermediatePem } = chain);
  });

  beforeEach(() =>
    intermediate('update', 'roles/web', {
      allowed_domains: 'grade-api.svc.cluster.local',
      allow_subdomains: true,
      allow_bare_domains: true,
      max_ttl: '720h',
    }),
  );

  afterAll(() => tool.remove());

  it('takes the signed intermediate and its root in, and finds the key of the first', () => {
    expect(chain.imported.imported_issuers).toHaveLength(2);
    expect(Object.values(chain.imported.mapping).sort()).toEqual([
      '',
      chain.requestedKey,
    ]);
  });

  it('issues a leaf whose chain openssl verifies, with a key that fits', async () => {
    const { data, warnings } = await intermediate('update', 'issue/web', {
      common_name: 'api.grade-api.svc.cluster.local',
      alt_names: 'grade-api.svc.cluster.local',
      ip_sans: '10.0.0.1',
      ttl: '24h',
    });

    expect(verifyChain(data.certificate, '-purpose', 'sslserver')).toContain(
      'leaf.pem: OK',
    );
    const leaf = new X509Certificate(data.certificate);
    expect(leaf.checkPrivateKey(createPrivateKey(data.private_key))).toBe(true);
    expect(leaf.subject).toBe('CN=api.grade-api.svc.cluster.local');
    expect(leaf.subjectAltName).toBe(
      'DNS:api.grade-api.svc.cluster.local, DNS:grade-api.svc.cluster.local, IP Address:10.0.0.1',
    );
    expect(data.serial_number.replaceAll(':', '').toUpperCase()).toBe(
      leaf.serialNumber,
    );
    expect(new Date(leaf.validTo).getTime()).toBe(data.expiration * 1000);
    expect(data.expiration - Date.now() / 1000).toBeGreaterThan(86_390);
    expect(data.private_key).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/);
    expect(data.private_key_type).toBe('rsa');
    expect(data.issuing_ca).toBe(intermediatePem);
    expect(data.ca_chain).toEqual([intermediatePem, rootPem]);
    expect(warnings).toEqual([]);
    const shown = tool.run(
      'x509',
      '-in',
      tool.file('a.pem', data.certificate),
      '-noout',
      '-text',
    );
    expect(shown).toContain(
      'TLS Web Server Authentication, TLS Web Client Authentication',
    );
    expect(shown).toContain(
      'Digital Signature, Key Encipherment, Key Agreement',
    );
  });

  it.each([
    ['ec', 256, /^-----BEGIN EC PRIVATE KEY/],
    ['ec', 384, /^-----BEGIN EC PRIVATE KEY/],
    ['ec', 521, /^-----BEGIN EC PRIVATE KEY/],
    ['ed25519', 0, /^-----BEGIN PRIVATE KEY/],
    ['rsa', 3072, /^-----BEGIN RSA PRIVATE KEY/],
  ])(
    'issues %s keys of %d bits that verify under a CA of the same kind',
    async (type, bits, header) => {
      const send = pkiMount('other/').send;
      const ca = await send('update', 'root/generate/exported', {
        common_name: 'Root CA with spaces',
        key_type: type,
        key_bits: bits,
      });
      await send('update', 'roles/any', {
        allow_any_name: true,
        key_type: type,
        key_bits: bits,
      });

      const { data } = await send('update', 'issue/any', {
        common_name: 'example.org',
        ttl: '1h',
      });

      expect(data.private_key).toMatch(header);
      expect(ca.data.private_key).toMatch(header);
      const verified = tool.run(
        'verify',
        '-CAfile',
        tool.file('ca.pem', ca.data.certificate),
        tool.file('leaf.pem', data.certificate),
      );
      expect(verified).toContain('OK');
      expect(data.ca_chain).toEqual([ca.data.certificate]);
    },
  );

  it('puts a revoked certificate on a CRL that openssl trusts, and only there', async () => {
    const issued = await intermediate('update', 'issue/web', {
      common_name: 'gone.grade-api.svc.cluster.local',
      ttl: '1h',
    });
    const serial = issued.data.serial_number;
    const read = () =>
      intermediate('read', `cert/${serial.replaceAll(':', '-').toUpperCase()}`);
    expect((await read()).data.revocation_time).toBe(0);
    const crlFile = async () =>
      tool.file(
        'ca.crl',
        (await intermediate('read', 'crl/pem')).raw.body ?? '',
      );
    const bundle = tool.file('bundle.pem', `${intermediatePem}\n${rootPem}\n`);
    const check = ['-crl_check', '-CRLfile', await crlFile()];
    expect(verifyChain(issued.data.certificate, ...check)).toContain('OK');

    const first = await intermediate('update', 'revoke', {
      serial_number: serial,
    });
    const again = await intermediate('update', 'revoke', {
      certificate: issued.data.certificate,
    });

    expect(first.data.state).toBe('revoked');
    expect(again.data).toEqual(first.data);
    expect((await read()).data).toMatchObject({
      revocation_time: first.data.revocation_time,
      certificate: issued.data.certificate,
    });
    expect((await intermediate('list', 'certs/revoked')).data.keys).toContain(
      serial,
    );
    const text = tool.run('crl', '-in', await crlFile(), '-noout', '-text');
    expect(text).toContain(serial.replaceAll(':', '').toUpperCase());
    expect(text).toContain('X509v3 CRL Number');
    expect(
      tool.run('crl', '-in', await crlFile(), '-noout', '-CAfile', bundle),
    ).toContain('verify OK');
    const revoked = ['-crl_check', '-CRLfile', await crlFile()];
    expect(() => verifyChain(issued.data.certificate, ...revoked)).toThrow(
      'certificate revoked',
    );
    const der = (await intermediate('read', 'crl')).raw;
    expect(der.contentType).toBe('application/pkix-crl');
    expect(
      tool.run(
        'crl',
        '-inform',
        'DER',
        '-noout',
        '-text',
        '-in',
        tool.file('ca.der', der.body ?? ''),
      ),
    ).toContain('Revoked Certificates');
  });

  it('signs a request, taking its names, and warns about ignored ones', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = tool.file(
      'client.key',
      privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    );
    const request = (san: string, keyFile = key) =>
      tool.run(
        'req',
        '-new',
        '-key',
        keyFile,
        '-subj',
        '/CN=x.grade-api.svc.cluster.local',
        '-addext',
        `subjectAltName=${san}`,
      );

    const { data, warnings } = await intermediate('update', 'sign/web', {
      csr: request('DNS:y.grade-api.svc.cluster.local,IP:10.1.2.3'),
      common_name: 'ignored',
      ttl: '1h',
    });

    const leaf = new X509Certificate(data.certificate);
    expect(leaf.checkPrivateKey(privateKey)).toBe(true);
    expect(leaf.subjectAltName).toBe(
      'DNS:x.grade-api.svc.cluster.local, DNS:y.grade-api.svc.cluster.local, IP Address:10.1.2.3',
    );
    expect(data.private_key).toBeUndefined();
    expect(warnings).toEqual([
      'the common_name field was provided but the role is set with "use_csr_common_name" set to true',
    ]);
    expect(verifyChain(data.certificate)).toContain('OK');
    const sign = (csr: string) => intermediate('update', 'sign/web', { csr });
    await expect(sign(request('DNS:evil.org'))).rejects.toThrow(
      'subject alternate name evil.org not allowed by this role',
    );
    await expect(sign('')).rejects.toThrow('"csr" is empty');
    await expect(sign('x')).rejects.toThrow('csr contains no data');
    const weak = tool.file(
      'weak.key',
      generateKeyPairSync('rsa', { modulusLength: 1024 })
        .privateKey.export({ type: 'pkcs8', format: 'pem' })
        .toString(),
    );
    await expect(sign(request('DNS:y', weak))).rejects.toThrow(
      'RSA keys < 2048 bits are unsafe and not supported',
    );
    const verbatim = await intermediate('update', 'sign-verbatim', {
      csr: request('DNS:evil.org'),
      ttl: '1h',
    });
    expect(
      new X509Certificate(verbatim.data.certificate).subjectAltName,
    ).toContain('DNS:evil.org');
    expect(verifyChain(verbatim.data.certificate)).toContain('OK');
  });

  it('issues without a common name when the role allows it', async () => {
    await intermediate('update', 'roles/san', {
      allow_any_name: true,
      require_cn: false,
    });

    const { data } = await intermediate('update', 'issue/san', {
      alt_names: 'only.example.org',
      ttl: '1h',
    });

    const leaf = new X509Certificate(data.certificate);
    expect(leaf.subject ?? '').toBe('');
    expect(leaf.subjectAltName).toBe('DNS:only.example.org');
    expect(verifyChain(data.certificate)).toContain('OK');
    await expect(
      intermediate('update', 'issue/web', { alt_names: 'a.org' }),
    ).rejects.toThrow('the common_name field is required');
  });

  it.each([
    ['issue/nope', {}, 400, 'unknown role: nope'],
    [
      'issue/web',
      { common_name: 'evil.org' },
      400,
      'common name evil.org not allowed by this role',
    ],
    [
      'issue/web',
      { alt_names: 'evil.org' },
      400,
      'subject alternate name evil.org not allowed by this role',
    ],
    [
      'issue/web',
      { alt_names: 'a@evil.org' },
      400,
      'email address a@evil.org not allowed by this role',
    ],
    [
      'issue/web',
      { ip_sans: '300.1.1.1' },
      400,
      'the value "300.1.1.1" is not a valid IP address',
    ],
    [
      'issue/web',
      { uri_sans: 'spiffe://x' },
      400,
      'URI Subject Alternative Names are not allowed in this role, but were provided via the API',
    ],
    [
      'issue/web',
      { user_ids: 'u' },
      400,
      'user_id u is not allowed by this role',
    ],
    [
      'issue/web',
      { format: 'jks' },
      400,
      'the "format" path parameter must be "pem", "der", or "pem_bundle"',
    ],
    [
      'issue/web',
      { ttl: '1h', not_after: '2027-01-01T00:00:00Z' },
      400,
      'Either ttl or not_after should be provided.',
    ],
    [
      'issue/web',
      { ttl: 'soon' },
      400,
      'Field validation failed: error converting input for field "ttl"',
    ],
    [
      'issue/lost',
      {},
      500,
      'could not fetch the CA certificate (was one set?): unable to find PKI issuer for reference: nobody',
    ],
  ])('refuses %s with %j: %d %s', async (...expected) => {
    const [target, data, status, message] = expected;
    await intermediate('update', 'roles/lost', { issuer_ref: 'nobody' });

    await expect(
      intermediate('update', target, {
        common_name: 'x.grade-api.svc.cluster.local',
        ...data,
      }),
    ).rejects.toMatchObject({
      status,
      message: expect.stringContaining(message),
    });
  });

  it('caps the lifetime at the role and follows the issuer at its end', async () => {
    const long = await intermediate('update', 'issue/web', {
      common_name: 'x.grade-api.svc.cluster.local',
      ttl: '800h',
    });
    expect(long.warnings).toEqual([
      'TTL "800h0m0s" is longer than permitted maxTTL "720h0m0s", so maxTTL is being used',
    ]);
    const beyond = {
      common_name: 'x.grade-api.svc.cluster.local',
      not_after: '2099-01-01T00:00:00Z',
    };
    await expect(intermediate('update', 'issue/web', beyond)).rejects.toThrow(
      /^cannot satisfy request, as TTL would result in notAfter of 2099-01-01T00:00:00Z that is beyond the expiration of the CA certificate at /,
    );
    await intermediate('patch', 'issuer/default', {
      leaf_not_after_behavior: 'truncate',
    });
    const truncated = await intermediate('update', 'issue/web', beyond);
    const end = Date.parse(new X509Certificate(intermediatePem).validTo);
    expect(truncated.data.expiration * 1000).toBe(end);
    await intermediate('patch', 'issuer/default', {
      leaf_not_after_behavior: 'permit',
    });
    const permitted = await intermediate('update', 'issue/web', beyond);
    expect(permitted.data.expiration * 1000).toBe(
      Date.parse('2099-01-01T00:00:00Z'),
    );
    await intermediate('patch', 'issuer/default', {
      leaf_not_after_behavior: 'err',
    });
  });

  it('revokes the certificate of a lease when the role makes leases', async () => {
    await intermediate('update', 'roles/leased', {
      allow_any_name: true,
      generate_lease: true,
    });
    const { data, lease } = await intermediate('update', 'issue/leased', {
      common_name: 'leased.org',
      ttl: '1h',
    });
    expect(lease).toMatchObject({ renewable: false });
    expect(lease.ttl).toBeGreaterThan(3590);

    await chain.intermediate.engine.revoke!(
      lease.internal,
      chain.intermediate.mount,
    );

    const read = await intermediate('read', `cert/${data.serial_number}`);
    expect(read.data.revocation_time).toBeGreaterThan(0);
  });
});
