/** Text of others as one line of a log: no control characters (a terminal would obey them), no end of line, not endless. */
export function oneLine(text: string, limit = 200): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1)}…`;
}
