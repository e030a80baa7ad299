import { ReactNode } from 'react';

import classes from './Secondary.module.css';

/** What stands beside or, as a block, below the main thing in a cell. */
export function Secondary(props: {
  readonly block?: boolean;
  /** Of words that are never long: none of them is broken. */
  readonly whole?: boolean;
  readonly children: ReactNode;
}) {
  const { block, whole, children } = props;
  const place = block ? classes.block : classes.inline;
  return (
    <span className={`${place} ${whole ? classes.whole : ''}`}>{children}</span>
  );
}
