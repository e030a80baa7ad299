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
  const fields = {
    owner: [row.owner],
    system: [row.system],
    lifecycle: [row.lifecycle],
    environment: [row.environment],
    instance: [row.instance],
    cluster: [row.cluster],
    delivery: row.deliveryMethods,
    health: [row.health],
    adoption: [row.adoption],
    review: [row.review.state],
  } as const;
  const names = [
    'owner',
    'system',
    'lifecycle',
    'environment',
    'instance',
    'cluster',
    'delivery',
    'health',
    'adoption',
    'review',
  ] as const;
  return (
    names.every(name => anyOf(filter[name], fields[name])) &&
    hasFinding(row, filter) &&
    (!text || search.includes(text.toLocaleLowerCase('en-US')))
  );
}
