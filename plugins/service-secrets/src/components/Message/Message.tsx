import { messageParts } from '../../format/messageParts';
import { visibleText } from '../../format/visibleText';
import classes from './Message.module.css';

/** A sentence whose names, between backticks, are set as code. */
export function Message({ text }: { readonly text: string }) {
  return (
    <>
      {messageParts(text).map((part, index) =>
        part.code ? (
          // The parts of one message never change places.
          // eslint-disable-next-line react/no-array-index-key
          <code key={index} className={classes.code}>
            {visibleText(part.text)}
          </code>
        ) : (
          visibleText(part.text)
        ),
      )}
    </>
  );
}
