import {
  objectOf,
  objectsOf,
  textOf,
  textsOf,
  type JsonObject,
} from '../api/json';

const operators: Record<
  string,
  (value: unknown, values: readonly string[]) => boolean
> = {
  In: (value, values) => typeof value === 'string' && values.includes(value),
  NotIn: (value, values) =>
    typeof value !== 'string' || !values.includes(value),
  Exists: value => value !== undefined,
  DoesNotExist: value => value === undefined,
};

/** Whether labels fulfil a `LabelSelector` object; an empty one matches everything. */
export function matchesSelector(
  selector: unknown,
  labels: JsonObject,
): boolean {
  const { matchLabels, matchExpressions } = objectOf(selector);
  const isEqual = Object.entries(objectOf(matchLabels)).every(
    ([key, value]) => labels[key] === value,
  );
  return (
    isEqual &&
    objectsOf(matchExpressions).every(({ key, operator, values }) =>
      Boolean(
        operators[textOf(operator)]?.(labels[textOf(key)], textsOf(values)),
      ),
    )
  );
}

/** A `LabelSelector` as the text `kubectl` and the scale subresource show. */
export function selectorText(selector: unknown): string {
  const { matchLabels, matchExpressions } = objectOf(selector);
  const equal = Object.entries(objectOf(matchLabels)).map(
    ([key, value]) => `${key}=${textOf(value)}`,
  );
  const expressions = objectsOf(matchExpressions).map(
    ({ key, operator, values }) => {
      const name = textOf(key);
      if (operator === 'Exists') return name;
      if (operator === 'DoesNotExist') return `!${name}`;
      const word = textOf(operator).toLowerCase();
      return `${name} ${word} (${textsOf(values).join(',')})`;
    },
  );
  return [...equal, ...expressions].join(',');
}
