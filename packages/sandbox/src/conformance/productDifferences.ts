import { Exchange, Json, Transcript } from './Transcript';

/** A field only one of the products answers with. */
interface FieldDifference {
  readonly field: string;
  readonly only: 'vault' | 'openbao';
  readonly evidence: string;
}

/** A text of OpenBao's and what Vault says in its place. */
interface TextDifference {
  readonly openbao: RegExp;
  readonly vault: string;
  readonly evidence: string;
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
    field: 'build_date',
    only: 'vault',
    evidence:
      'OpenBao 2.6 replaced build_date of sys/seal-status by commit_date so that builds are reproducible.',
  },
  {
    field: 'commit_date',
    only: 'openbao',
    evidence:
      'OpenBao 2.6 replaced build_date of sys/seal-status by commit_date so that builds are reproducible.',
  },
  {
    field: 'performance_standby',
    only: 'vault',
    evidence:
      'Performance standbys are a feature of Vault Enterprise; OpenBao removed their fields.',
  },
];

/** Texts that name the product, or that one of them reworded. */
export const textDifferences: readonly TextDifference[] = [
  {
    openbao: /If using the OpenBao CLI, use 'bao kv /g,
    vault: `If using the Vault CLI, use 'vault kv `,
    evidence: 'The name of the product and of its command.',
  },
];

/**
 * Puts both transcripts into words that can be compared when the real server is
 * an OpenBao: its texts become Vault's, and fields of one product are left out.
 */
export function readAsVault(
  openbao: Transcript,
  sandbox: Transcript,
): readonly [Transcript, Transcript] {
  return [
    openbao.map(exchange => translate(exchange)),
    sandbox.map(exchange => ({
      ...exchange,
      body: without(exchange.body, 'vault'),
    })),
  ];
}

function translate(exchange: Exchange): Exchange {
  const body = without(exchange.body, 'openbao');
  return { ...exchange, body: reworded(body) };
}

function without(value: Json, product: 'vault' | 'openbao'): Json {
  if (Array.isArray(value)) return value.map(item => without(item, product));
  if (typeof value !== 'object' || value === null) return value;
  const dropped = new Set(
    fieldDifferences
      .filter(({ only }) => only === product)
      .map(({ field }) => field),
  );
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !dropped.has(key))
      .map(([key, item]) => [key, without(item, product)]),
  );
}

function reworded(value: Json): Json {
  if (Array.isArray(value)) return value.map(reworded);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, reworded(item)]),
    );
  }
  if (typeof value !== 'string') return value;
  return textDifferences.reduce(
    (text, { openbao, vault }) => text.replace(openbao, vault),
    value,
  );
}
