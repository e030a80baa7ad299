/** What a statement template may name. */
export interface StatementValues {
  readonly username: string;
  readonly password?: string;
  readonly expiration?: string;
}

/** Puts values in place of `{{name}}` and its kin; other placeholders stay as they are. */
export function fillStatement(
  template: string,
  values: StatementValues,
): string {
  const known: Record<string, string | undefined> = {
    name: values.username,
    username: values.username,
    password: values.password,
    expiration: values.expiration,
  };
  return template.replace(
    /\{\{(\w+)\}\}/g,
    (placeholder, key: string) => known[key] ?? placeholder,
  );
}

function jsonStrings(text: string): string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.map(String) : undefined;
  } catch {
    return undefined;
  }
}

function unpackList(text: string): string[] {
  const direct = jsonStrings(text);
  if (direct) {
    return direct;
  }
  // Callers may also send the JSON list as base64, to get it through a shell.
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return text.split(';');
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  const isText = Buffer.from(decoded).toString('base64') === text;
  return isText ? jsonStrings(decoded) ?? decoded.split(';') : text.split(';');
}

/** The statements in one list element: a JSON list, that in base64, or text cut at `;`. */
export function splitStatements(element: string): string[] {
  return unpackList(element.trim())
    .map(statement => statement.trim())
    .filter(statement => statement !== '');
}

/**
 * The same for PostgreSQL, where a function body or a DO block (anything with
 * the word END outside quotes) holds semicolons of its own and runs whole.
 */
export function splitPostgresStatements(element: string): string[] {
  const unquoted = element.replace(/".*?"/gs, '').replace(/'.*?'/gs, '');
  return /\bEND\b/.test(unquoted) ? [element] : splitStatements(element);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** `YYYY-MM-DD HH:MM:SS±hhmm` in the zone of the server, as SQL plugins write `{{expiration}}`. */
export function formatExpiration(at: Date): string {
  const offset = -at.getTimezoneOffset();
  const zone = Math.abs(offset);
  const date = [at.getFullYear(), at.getMonth() + 1, at.getDate()];
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()];
  return `${date.map(twoDigits).join('-')} ${time.map(twoDigits).join(':')}${
    offset < 0 ? '-' : '+'
  }${twoDigits(Math.floor(zone / 60))}${twoDigits(zone % 60)}`;
}
