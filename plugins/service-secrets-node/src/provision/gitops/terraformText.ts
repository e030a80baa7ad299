/** A value of Terraform's JSON syntax. */
export type TerraformValue =
  | string
  | number
  | boolean
  | readonly TerraformValue[]
  | { readonly [key: string]: TerraformValue };

/** A text Terraform shall take as it is: in its JSON syntax `${` and `%{` begin a template, in keys as well. */
export function literal(text: string): string {
  return text.replace(/[$%]\{/g, match => `${match[0]}${match}`);
}

/** A value with every text in it taken as it is. What JSON cannot say is left out. */
export function literalValue(value: unknown): TerraformValue {
  if (typeof value === 'string') return literal(value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(literalValue);
  if (typeof value !== 'object' || value === null) {
    throw new Error(`Terraform has no value for ${String(value)}`);
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [literal(key), literalValue(item)]),
  );
}
