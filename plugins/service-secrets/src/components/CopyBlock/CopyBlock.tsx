import { visibleText } from '../../format/visibleText';
import { CopyButton } from '../CopyButton/CopyButton';
import classes from './CopyBlock.module.css';

/** A rule or a piece of YAML to paste somewhere, with a button that copies it. */
export function CopyBlock(props: {
  /** What the text is, for readers who cannot see it. */
  readonly label: string;
  readonly text: string;
}) {
  const { label, text } = props;
  const shown = text.split('\n').map(visibleText).join('\n');
  return (
    <div className={classes.block}>
      <pre className={classes.text} role="region" aria-label={label}>
        {shown}
      </pre>
      <CopyButton label="Copy" text={() => text} />
    </div>
  );
}
