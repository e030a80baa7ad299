import { ReactNode } from 'react';

import { useTabIndexInRow } from '../DataTable/rowTabStop';
import classes from './Operate.module.css';

/** A button of a row. Plain, because a list may have a thousand of them. */
export function RowButton(props: {
  readonly label: string;
  /** What it acts on, for those who do not see the row. */
  readonly of: string;
  readonly disabled?: boolean;
  readonly onPress: () => void;
}) {
  const { label, of, disabled, onPress } = props;
  const tabIndex = useTabIndexInRow();
  return (
    <button
      type="button"
      className={classes.action}
      aria-label={`${label} ${of}`}
      disabled={disabled}
      tabIndex={tabIndex}
      onClick={onPress}
    >
      {label}
    </button>
  );
}

/** The buttons of a row, side by side. */
export function RowButtons({ children }: { readonly children: ReactNode }) {
  return <div className={classes.actions}>{children}</div>;
}
