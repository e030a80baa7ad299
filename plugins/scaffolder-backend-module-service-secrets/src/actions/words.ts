import type {
  Finding,
  PlannedChange,
  ProofStep,
  RetireImpact,
} from 'backstage-plugin-service-secrets-common';

import { oneLine } from '../client/oneLine';

const INDENT = ' '.repeat(10);
const MOST_LINES = 60;

/** A text of many lines, such as a policy, is shown as it will be; anything else as from and to. */
function fieldLines({
  field,
  from,
  to,
}: PlannedChange['fields'][number]): string[] {
  if (to.trim().includes('\n')) {
    const lines = to.trim().split('\n').slice(0, MOST_LINES);
    return [
      `${INDENT}${oneLine(field)} becomes`,
      ...lines.map(line => `${INDENT}| ${oneLine(line)}`),
    ];
  }
  const before = from === undefined ? 'not set' : oneLine(from);
  return [`${INDENT}${oneLine(field)}: ${before} -> ${oneLine(to)}`];
}

/** Changes as lines of a log: one for an object, one more for each field. */
export function changeLines(changes: readonly PlannedChange[]): string[] {
  return changes.flatMap(({ action, kind, path, fields, reason }) => {
    const head = `${action.padEnd(9)} ${kind.padEnd(14)} ${oneLine(path)}`;
    return [
      reason ? `${head}: ${oneLine(reason)}` : head,
      ...fields.flatMap(fieldLines),
    ];
  });
}

function count(changes: readonly PlannedChange[], wanted: string): number {
  return changes.filter(({ action }) => action === wanted).length;
}

/** A plan in one sentence. */
export function planSentence(changes: readonly PlannedChange[]): string {
  const parts = [
    `${count(changes, 'create')} to create`,
    `${count(changes, 'update')} to update`,
    `${count(changes, 'unchanged')} unchanged`,
  ];
  const conflicts = count(changes, 'conflict');
  if (conflicts > 0) parts.push(`${conflicts} in conflict`);
  return `Objects in Vault: ${parts.join(', ')}.`;
}

/** Objects somebody else owns, with the reason, or undefined. */
export function conflictSentence(
  changes: readonly PlannedChange[],
): string | undefined {
  const conflicts = changes.filter(({ action }) => action === 'conflict');
  if (conflicts.length === 0) return undefined;
  const words = conflicts.map(
    ({ path, reason }) =>
      `${oneLine(path)} (${oneLine(reason ?? 'it is not ours')})`,
  );
  return `${words.join('; ')}. Choose another name, or ask whoever owns it`;
}

/** Findings in words: what is wrong and what to do. */
export function findingLines(findings: readonly Finding[]): string[] {
  return findings.map(
    ({ code, message, remedy }) =>
      `${code}: ${oneLine(message, 400)} ${oneLine(remedy, 400)}`,
  );
}

/** Steps of a live proof as lines. */
export function proofLines(steps: readonly ProofStep[]): string[] {
  return steps.map(
    ({ step, outcome, detail }) =>
      `proof ${step}: ${outcome}, ${oneLine(detail)}`,
  );
}

/** What a retirement takes away, as lines. */
export function impactLines(impact: RetireImpact): string[] {
  return [
    oneLine(impact.sentence, 400),
    ...impact.objects.map(object => `goes: ${oneLine(object)}`),
    ...impact.pods.map(pod => `still runs: ${oneLine(pod)}`),
  ];
}

/** What an undo or a retirement could not take away, as lines. */
export function leftOverLines(
  leftOvers: readonly { what: string; reason: string }[],
): string[] {
  return leftOvers.map(
    ({ what, reason }) =>
      `left over: ${oneLine(what)}, ${oneLine(reason, 400)}`,
  );
}
