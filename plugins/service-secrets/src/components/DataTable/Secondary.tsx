import { ReactNode } from 'react';

import classes from './Secondary.module.css';

/** What stands beside or, as a block, below the main thing in a cell. */
export function Secondary(props: {
  readonly block?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <span className={props.block ? classes.block : classes.inline}>
      {props.children}
    </span>
  );
}
