import type { KubeObject } from '../api/KubeObject';

/** One column of a printed table. */
export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'date';
  readonly format?: string;
  /** 0 is always shown, 1 only with `-o wide`. */
  readonly priority?: 0 | 1;
  cell(object: KubeObject, now: number): string | number | null;
}
