/** A stretch of a message: prose, or a name to set as code. */
export interface MessagePart {
  readonly text: string;
  readonly code: boolean;
}

/** Splits a message at its backticks. A backtick without a partner stays as it is. */
export function messageParts(message: string): readonly MessagePart[] {
  const pieces = message.split('`');
  const closed = pieces.length % 2 === 1;
  const paired = closed ? pieces : pieces.slice(0, -1);
  const parts = paired.map((text, index) => ({ text, code: index % 2 === 1 }));
  if (!closed) {
    parts.push({ text: `\`${pieces[pieces.length - 1]}`, code: false });
  }
  return parts.filter(({ text }) => text !== '');
}
