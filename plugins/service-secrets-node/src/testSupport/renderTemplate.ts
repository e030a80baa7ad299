/**
 * Evaluates the few constructs our Go templates use: `with secret`, a field,
 * and a pipeline of functions. Anything else fails, so a template that grows
 * beyond it cannot pass unseen.
 */
export interface TemplateData {
  /** What `secret "path"` yields by path, for an agent's template. */
  readonly secrets?: Readonly<Record<string, object>>;
  /** The dot of an operator's template. */
  readonly dot?: object;
}

type Value = unknown;

function text(value: Value): string {
  if (typeof value !== 'string') throw new Error('expected string');
  return value;
}

function goJson(value: Value): string {
  return JSON.stringify(value).replace(
    /[<>&]/g,
    char => `\\u00${char.charCodeAt(0).toString(16)}`,
  );
}

/** Go's `url.QueryEscape`. */
function queryEscape(value: Value): string {
  return encodeURIComponent(text(value))
    .replace(/%20/g, '+')
    .replace(/[!'()*]/g, char => `%${char.charCodeAt(0).toString(16)}`);
}

function replaceAll(from: Value, to: Value, input: Value): string {
  return text(input).replaceAll(text(from), () => text(to));
}

function get(map: Value, key: Value): Value {
  return field(map, text(key));
}

const functions: Record<string, (...args: Value[]) => Value> = {
  replaceAll,
  replace: replaceAll,
  toJSON: goJson,
  toJson: goJson,
  urlquery: queryEscape,
  get,
};

function field(value: Value, name: string): Value {
  const found = new Map(Object.entries(Object(value))).get(name);
  if (found === undefined) throw new Error(`no field ${name}`);
  return found;
}

function operand(token: string, dot: Value): Value {
  if (token.startsWith('"')) return JSON.parse(token);
  if (token === '.') return dot;
  if (token.startsWith('.')) {
    return token.slice(1).split('.').reduce(field, dot);
  }
  throw new Error(`unknown operand ${token}`);
}

function command(
  words: readonly string[],
  piped: readonly Value[],
  dot: Value,
) {
  const [first, ...rest] = words;
  if (!Object.hasOwn(functions, first)) return operand(first, dot);
  const args = rest.map(word => operand(word, dot));
  return functions[first](...args, ...piped);
}

function evaluate(pipeline: string, dot: Value): string {
  const tokens = pipeline.match(/"(?:\\.|[^"\\])*"|\||[^\s|"]+/g) ?? [];
  let piped: Value[] = [];
  let words: string[] = [];
  for (const token of [...tokens, '|']) {
    if (token === '|') {
      piped = [command(words, piped, dot)];
      words = [];
    } else {
      words.push(token);
    }
  }
  return text(piped[0]);
}

function body(template: string, dot: Value): string {
  return template.replace(/\{\{(?!-)\s*(.*?)\s*\}\}/g, (_, pipeline: string) =>
    evaluate(pipeline, dot),
  );
}

/** What a template renders; throws where the real agent would not render either. */
export function renderTemplate(template: string, data: TemplateData): string {
  const match =
    /^\{\{- with secret ("[^"]*") -\}\}\s*([^]*?)\n\{\{- end \}\}\n$/.exec(
      template,
    );
  if (!match) return body(template, data.dot);
  const secret = new Map(Object.entries(data.secrets ?? {})).get(
    JSON.parse(match[1]),
  );
  if (!secret) throw new Error(`no secret at ${match[1]}`);
  return `${body(match[2], secret)}\n`;
}
