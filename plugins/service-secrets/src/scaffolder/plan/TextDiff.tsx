import { VisuallyHidden } from '@backstage/ui';

import { visibleText } from '../../format/visibleText';
import { DiffLine, lineDiff } from './lineDiff';
import classes from './plan.module.css';

const signs: Readonly<
  Record<DiffLine['kind'], { readonly sign: string; readonly spoken: string }>
> = {
  same: { sign: ' ', spoken: '' },
  added: { sign: '+', spoken: 'added: ' },
  removed: { sign: '-', spoken: 'removed: ' },
};

/** What changes in a text, line by line, with a sign before each line. */
export function TextDiff(props: {
  readonly label: string;
  readonly from: string;
  readonly to: string;
}) {
  const { label, from, to } = props;
  return (
    <pre className={classes.diff} role="region" aria-label={label}>
      {lineDiff(from, to).map(({ kind, text }, index) => (
        // The lines of one difference never change places.
        // eslint-disable-next-line react/no-array-index-key
        <span key={index} className={`${classes.line} ${classes[kind]}`}>
          <span className={classes.sign} aria-hidden="true">
            {signs[kind].sign}
          </span>
          {signs[kind].spoken ? (
            <VisuallyHidden>{signs[kind].spoken}</VisuallyHidden>
          ) : null}
          <span className={classes.lineText}>{visibleText(text)}</span>
        </span>
      ))}
    </pre>
  );
}
