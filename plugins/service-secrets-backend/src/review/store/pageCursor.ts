import { InputError } from '@backstage/errors';
import { FleetQuery } from 'backstage-plugin-service-secrets-common';
import { z } from 'zod';

const cursorSchema = z.tuple([
  z.string(),
  z.union([z.string(), z.number()]),
  z.string(),
]);

/** The last row of a page: its value in the sorted column, and its id. */
export interface PageEnd {
  readonly value: string | number;
  readonly id: string;
}

function orderOf({ sort, descending }: FleetQuery): string {
  return `${sort}${descending ? '-' : '+'}`;
}

/** What the next page is asked for with. It holds the order, so that it cannot be used with another. */
export function writeCursor(query: FleetQuery, end: PageEnd): string {
  const parts = [orderOf(query), end.value, end.id];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** Where the page before ended; throws on what no page of this order answered. */
export function readCursor(query: FleetQuery): PageEnd | undefined {
  if (query.cursor === undefined) return undefined;
  const parsed = cursorSchema.safeParse(parse(query.cursor));
  if (!parsed.success || parsed.data[0] !== orderOf(query)) {
    throw new InputError(
      'cursor is not one that a page in this order answered; ask for the first page again',
    );
  }
  const [, value, id] = parsed.data;
  return { value, id };
}
