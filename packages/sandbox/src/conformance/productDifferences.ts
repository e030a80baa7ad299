import { Exchange, Json, Transcript } from './Transcript';

type Product = 'vault' | 'openbao';

/** A field only one of the products answers with. */
interface FieldDifference {
  readonly field: string;
  readonly only: Product;
  /** The requests it is about; absent: every one. */
  readonly request?: RegExp;
  readonly evidence: string;
}

/** A text of OpenBao's and what Vault says in its place. */
interface TextDifference {
  readonly openbao: RegExp;
  readonly vault: string;
  readonly evidence: string;
}

function openbaoOnly(
  request: RegExp,
  evidence: string,
  fields: readonly string[],
): FieldDifference[] {
  return fields.map(field => ({ field, only: 'openbao', request, evidence }));
}

/** Fields of one product. Nothing else may be absent on either side. */
export const fieldDifferences: readonly FieldDifference[] = [
  {
    field: 'mount_type',
    only: 'vault',
    evidence:
      'Vault 1.17 added mount_type to the response envelope; sdk/logical/translate_response.go of OpenBao, forked from 1.14, has no such field.',
  },
  {
    field: 'performance_standby',
    only: 'vault',
    evidence:
      'Performance standbys belong to Vault Enterprise; OpenBao removed the field.',
  },
  {
    field: 'build_date',
    only: 'vault',
    request: /sys\/seal-status/,
    evidence:
      'OpenBao replaced the build date by the date of the commit, to make builds reproducible.',
  },
  {
    field: 'commit_date',
    only: 'openbao',
    request: /sys\/seal-status/,
    evidence:
      'OpenBao replaced the build date by the date of the commit, to make builds reproducible.',
  },
  {
    field: 'use_annotations_as_alias_metadata',
    only: 'vault',
    request: /auth\/<kubernetes>\/config/,
    evidence:
      'A field of vault-plugin-auth-kubernetes since Vault 1.16; the copy inside OpenBao is older.',
  },
  ...[
    'active_time',
    'is_self',
    'leader_address',
    'leader_cluster_address',
    'performance_standby_last_remote_wal',
  ].map(
    (field): FieldDifference => ({
      field,
      only: 'vault',
      request: /sys\/leader/,
      evidence:
        'Vault answers all fields of sys/leader without high availability too; OpenBao leaves out what is empty (vault/logical_system.go).',
    }),
  ),
  {
    field: 'enterprise',
    only: 'vault',
    request: /sys\/health/,
    evidence: 'Vault says which edition it is; OpenBao has one.',
  },
  ...openbaoOnly(
    /sys\/polic(?:y|ies\/acl)\//,
    'OpenBao versions ACL policies and guards templated values; Vault answers name and text only.',
    [
      'allow_slashes_in_identity_templates',
      'allow_wildcards_in_identity_templates',
      'cas_required',
      'modified',
      'version',
    ],
  ),
  ...openbaoOnly(
    /auth\/<(?:approle|kubernetes)>\/role\//,
    'token_strictly_bind_ip came with OpenBao 2.0 (sdk/helper/tokenutil).',
    ['token_strictly_bind_ip'],
  ),
  ...openbaoOnly(
    /<kv2?>\/(?:metadata|config)/,
    'Check-and-set on metadata is an addition of OpenBao (KV version 2).',
    ['metadata_cas_required', 'current_metadata_version'],
  ),
  ...openbaoOnly(
    /sys\/leases\/lookup/,
    'OpenBao added path and revoke_error to the look-up of a lease; Vault 1.14 to 1.17 answer six fields.',
    ['path', 'revoke_error'],
  ),
  ...openbaoOnly(
    /<pki>\/(?:[^ ]+\/)?(?:issue|sign|sign-verbatim)/,
    'OpenBao answers not_before beside expiration.',
    ['not_before'],
  ),
  ...openbaoOnly(
    /<pki>\/roles\//,
    'Bounds of validity, address ranges and globs in templates of a PKI role are additions of OpenBao.',
    [
      'allow_globs_in_identity_templates',
      'allowed_ip_sans_cidr',
      'not_before',
      'not_before_bound',
      'not_after_bound',
    ],
  ),
  ...openbaoOnly(
    /<pki>\/(?:issuer|config)/,
    'Distribution points of delta CRLs and the revocation of expired certificates are additions of OpenBao.',
    ['delta_crl_distribution_points', 'allow_expired_cert_revocation'],
  ),
];

/** Texts that name the product, or that one of them reworded. */
export const textDifferences: readonly TextDifference[] = [
  {
    openbao: /If using the OpenBao CLI, use 'bao kv /g,
    vault: `If using the Vault CLI, use 'vault kv `,
    evidence: 'The name of the product and of its command.',
  },
  {
    openbao: /OpenBao's server logs/g,
    vault: `Vault's server logs`,
    evidence: 'The name of the product.',
  },
  {
    openbao: /^v[\d.]+\+builtin\.bao$/,
    vault: '<version>+builtin',
    evidence: 'Built-in plugins carry version and name of the product.',
  },
  {
    openbao: /^failed to decode JSON input: /,
    vault: 'failed to parse JSON input: ',
    evidence:
      'OpenBao reworded the prefix when it limited the memory of JSON bodies (http/handler.go); the detail after it is the same.',
  },
  {
    openbao: /, but was provided via the API$/,
    vault: ', but was provided <addresses>',
    evidence:
      'Vault 1.14 names the addresses (builtin/logical/pki/cert_util.go); OpenBao says how they came.',
  },
  {
    openbao: /; refusing to add to CRL\. Enable .*$/,
    vault: '; refusing to add to CRL',
    evidence:
      'allow_expired_cert_revocation is an option of OpenBao, which its text goes on to name.',
  },
];

/** How the sandbox's own words read in the same terms. */
const sandboxTexts: readonly (readonly [RegExp, string])[] = [
  [/^v[\d.]+\+builtin\.vault$/, '<version>+builtin'],
  [/, but was provided \[[^\]]*\]$/, ', but was provided <addresses>'],
];

/** Vault from 1.17 on says of a token it does not know that it is invalid; OpenBao refuses it in the words of any refusal. */
export const invalidTokenEvidence =
  'Vault answers "permission denied" and "invalid token" as two errors from 1.17 on (hashicorp/vault pull request 26687).';
const invalidToken =
  '2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n';

/**
 * Puts both transcripts into words that can be compared when the real server is
 * an OpenBao: its texts become Vault's, and fields of one product are left out.
 */
export function readAsVault(
  openbao: Transcript,
  sandbox: Transcript,
): readonly [Transcript, Transcript] {
  return [
    openbao.map(exchange =>
      readAs(exchange, 'openbao', text =>
        textDifferences.reduce(
          (result, { openbao: theirs, vault }) => result.replace(theirs, vault),
          text,
        ),
      ),
    ),
    sandbox.map(exchange =>
      readAs(exchange, 'vault', text =>
        sandboxTexts
          .reduce((result, [own, read]) => result.replace(own, read), text)
          .replace(invalidToken, 'permission denied'),
      ),
    ),
  ];
}

function readAs(
  exchange: Exchange,
  product: Product,
  reword: (text: string) => string,
): Exchange {
  const dropped = new Set(
    fieldDifferences
      .filter(({ only, request }) => {
        const meant = request?.test(exchange.request) ?? true;
        return only === product && meant;
      })
      .map(({ field }) => field),
  );
  return { ...exchange, body: rewritten(exchange.body, dropped, reword) };
}

function rewritten(
  value: Json,
  dropped: ReadonlySet<string>,
  reword: (text: string) => string,
): Json {
  if (typeof value === 'string') return reword(value);
  if (isList(value)) {
    return value.map(item => rewritten(item, dropped, reword));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !dropped.has(key))
      .map(([key, item]) => [key, rewritten(item, dropped, reword)]),
  );
}

/** Array.isArray does not narrow readonly arrays. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Cases in which OpenBao behaves differently as a whole, with the evidence. */
export const differingCases: Readonly<Record<string, string>> = {
  'a namespace nobody made is refused':
    'OpenBao has namespaces and does not find this one; Vault without Enterprise has none and finds no route.',
  'sys: paths only the other product has':
    'OpenBao removed sys/renew and sys/revoke (advisory GHSA-v8v8-cm84-m686); Vault still has them.',
  'certificate: details are listed where the server has them':
    'certs/detailed is an addition of OpenBao (builtin/logical/pki/path_fetch.go).',
  'certificate: a request with another key than the role takes':
    'OpenBao lets a request choose key_type and key_bits where the role takes any key (builtin/logical/pki/path_issue_sign.go); with Vault such a role only signs.',
  'malformed JSON is refused with the place it breaks at':
    'OpenBao reads a body token by token to limit its complexity, which words two syntax errors and text after the value differently than Go’s decoder, which Vault uses.',
};
