import { createHash } from 'node:crypto';

import { DesiredState } from './DesiredState';

/**
 * SHA-256 over a desired state, hex: what an approval names. Two states with
 * the same content have the same digest, in whatever order fields were set;
 * the order of objects and of list items counts, because it is written so.
 */
export function desiredDigest(desired: DesiredState): string {
  return createHash('sha256').update(canonical(desired)).digest('hex');
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : inner,
  );
}
