/** What belongs to rows, by the id of its row. */
export function byRow<T extends { readonly rowId: string }>(
  items: readonly T[],
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.rowId);
    if (group) group.push(item);
    else groups.set(item.rowId, [item]);
  }
  return groups;
}
