/** Something JSON or YAML can hold. */
export type Json =
  | string
  | number
  | boolean
  | null
  | undefined
  | Json[]
  | { [key: string]: Json };

const EXPRESSION = /\$\{\{\s*(.*?)\s*\}\}/g;

/** Whether a value is an object with named fields. */
export function isObject(value: Json): value is { [key: string]: Json } {
  return (
    typeof value === 'object' &&
    value !== null &&
    value !== undefined &&
    !Array.isArray(value)
  );
}

/** Every string at any depth. */
export function stringsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  return isObject(value) ? Object.values(value).flatMap(stringsIn) : [];
}

/** Every expression at any depth, without its braces. */
export function expressionsIn(value: Json): string[] {
  return stringsIn(value).flatMap(text =>
    [...text.matchAll(EXPRESSION)].map(([, expression]) => expression),
  );
}

/** The paths an expression names: `parameters.name`, `steps.plan.output.mode`. */
export function pathsIn(expression: string): string[] {
  return expression.match(/\b(?:parameters|steps)\.[\w.]+/g) ?? [];
}

/** A value by its path. */
export function at(value: Json, path: string): Json {
  return path
    .split('.')
    .reduce<Json>(
      (found, key) => (isObject(found) ? found[key] : undefined),
      value,
    );
}

/** The one filter chain the templates use, and plain paths; anything else is a mistake of the test's reader. */
function evaluate(expression: string, context: Json): Json {
  const [path, ...filters] = expression.split(/\s*\|\s*/);
  const value = at(context, path);
  if (filters.length === 0) return value;
  if (filters.join('|') !== "parseEntityRef|pick('name')") {
    throw new Error(`The test cannot evaluate ${expression}`);
  }
  return String(value).split('/')[1];
}

/** Fills in expressions as the scaffolder does: one that stands alone keeps its type. */
export function render(value: Json, context: Json): Json {
  if (Array.isArray(value)) return value.map(item => render(item, context));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, item]) => [key, render(item, context)] as const)
        .filter(([, item]) => item !== undefined),
    );
  }
  if (typeof value !== 'string') return value;
  const alone = /^\$\{\{\s*([^}]*?)\s*\}\}$/.exec(value);
  return alone
    ? evaluate(alone[1], context)
    : value.replace(EXPRESSION, (_, expression: string) =>
        String(evaluate(expression, context)),
      );
}
