import { createHash } from 'node:crypto';

/**
 * Checkpoint key of a piece of work. The scaffolder adds the step's id but
 * not the turn of an `each` loop, so the input makes it unique; as a hash,
 * because keys are stored in clear.
 */
export function onceKey(work: string, input: object): string {
  const hash = createHash('sha256').update(JSON.stringify(input)).digest('hex');
  return `service-secrets.${work}.${hash.slice(0, 32)}`;
}
