import { RowRecord } from '../records';

/** What a text filter looks through, in lower case. */
export function searchText(
  row: Pick<
    RowRecord,
    'entityRef' | 'title' | 'owner' | 'namespace' | 'facts' | 'environment'
  >,
): string {
  const { entityRef, title, owner = '', namespace = '', facts } = row;
  const roles = (facts.roles ?? []).map(({ name }) => name);
  return [entityRef, title, owner, namespace, ...roles]
    .join('\n')
    .toLocaleLowerCase('en-US');
}
