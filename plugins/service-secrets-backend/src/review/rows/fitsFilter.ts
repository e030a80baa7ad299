import {
  FleetFilter,
  FleetRow,
  NO_VALUE,
} from 'backstage-plugin-service-secrets-common';

function anyOf(
  wanted: readonly string[] | undefined,
  values: readonly (string | undefined)[],
): boolean {
  if (!wanted || wanted.length === 0) return true;
  const present = values.filter(value => value !== undefined);
  return present.length === 0
    ? wanted.includes(NO_VALUE)
    : present.some(value => wanted.includes(value));
}

function hasFinding(
  { findings }: FleetRow,
  { severity, code }: FleetFilter,
): boolean {
  if (!severity?.length && !code?.length) return true;
  return findings
    .filter(({ exception }) => exception === undefined)
    .some(
      finding =>
        anyOf(severity, [finding.severity]) && anyOf(code, [finding.code]),
    );
}

/** Whether a row is among those asked for; `search` is what the text filter looks through. */
export function fitsFilter(
  row: FleetRow,
  search: string,
  filter: FleetFilter,
): boolean {
  const { text } = filter;
  return (
    anyOf(filter.owner, [row.owner]) &&
    anyOf(filter.system, [row.system]) &&
    anyOf(filter.lifecycle, [row.lifecycle]) &&
    anyOf(filter.environment, [row.environment]) &&
    anyOf(filter.instance, [row.instance]) &&
    anyOf(filter.cluster, [row.cluster]) &&
    anyOf(filter.delivery, row.deliveryMethods) &&
    anyOf(filter.health, [row.health]) &&
    anyOf(filter.adoption, [row.adoption]) &&
    anyOf(filter.review, [row.review.state]) &&
    hasFinding(row, filter) &&
    (!text || search.includes(text.toLocaleLowerCase('en-US')))
  );
}
