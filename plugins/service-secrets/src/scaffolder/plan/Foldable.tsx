import { ReactNode, useState } from 'react';

import classes from './plan.module.css';

/** Something to open and close. What is closed is not rendered, so that long plans stay fast. */
export function Foldable(props: {
  readonly summary: ReactNode;
  readonly startsOpen?: boolean;
  readonly children: () => ReactNode;
}) {
  const { summary, startsOpen = false, children } = props;
  const [open, setOpen] = useState(startsOpen);
  return (
    <details
      className={classes.foldable}
      open={open}
      onToggle={event => setOpen(event.currentTarget.open)}
    >
      <summary className={classes.summary}>{summary}</summary>
      {open ? children() : null}
    </details>
  );
}
