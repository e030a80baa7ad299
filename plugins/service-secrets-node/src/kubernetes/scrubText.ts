/** What a credential looks like inside a sentence, and what is left of it. */
const credentials: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]+-----[^]*?(?:-----END [A-Z ]+-----|$)/g, '…'],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, '…'],
  [/\b(?:hv[sbr]|[sbr])\.[A-Za-z0-9_-]{16,}/g, '…'],
  [/:\/\/[^\s/@]+@/g, '://…@'],
  [
    /\b(password|passwd|pwd|secret|token|secret_id|api_?key|authorization)("?\s*[=:]\s*"?)(?:bearer\s+)?[^\s"',;&]+/gi,
    '$1$2…',
  ],
  // A lease id's last part, a hash, a key: long, without a break, letters and digits mixed.
  [/(?=[A-Za-z0-9+_=]*\d)(?=[A-Za-z0-9+_=]*[A-Za-z])[A-Za-z0-9+_=]{24,}/g, '…'],
];

/** Control, bidirectional and zero-width characters: they can make a text read as another. */
const invisible =
  // eslint-disable-next-line no-control-regex -- these are the characters to remove
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/** The most we show of a text that others wrote. */
const LONGEST = 300;
/** No sentence needs more; what comes after is not even looked at. */
const LONGEST_READ = 4000;

/** Cuts a text of others to one line without credentials. */
export function scrubText(text: string): string {
  let scrubbed = text.slice(0, LONGEST_READ);
  for (const [pattern, left] of credentials) {
    scrubbed = scrubbed.replace(pattern, left);
  }
  scrubbed = scrubbed.replace(invisible, ' ').trim();
  return scrubbed.length > LONGEST
    ? `${scrubbed.slice(0, LONGEST - 1)}…`
    : scrubbed;
}
