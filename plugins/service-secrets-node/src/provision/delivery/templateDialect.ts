/**
 * Vault Agent, the Vault Secrets Operator and External Secrets all speak Go's
 * template language, with different names for the same things. Only functions
 * whose arguments come in the same order everywhere are used.
 */
export interface TemplateDialect {
  /** The expression that yields a field of the credential. */
  field(name: string): string;
  /** The expression that yields every field of a KV secret. */
  readonly whole: string;
  readonly replace: string;
  readonly json: string;
}

/** Vault Agent (consul-template), inside `with secret`. */
export const agentDialect: TemplateDialect = {
  field: name => `.Data.${name}`,
  whole: '.Data.data',
  replace: 'replaceAll',
  json: 'toJSON',
};

/** `destination.transformation.templates` of the Vault Secrets Operator. */
export const vsoDialect: TemplateDialect = {
  field: name => `get .Secrets ${JSON.stringify(name)}`,
  whole: '.Secrets',
  replace: 'replace',
  json: 'toJson',
};

/** `target.template` of External Secrets, engine version 2. */
export const esoDialect: TemplateDialect = {
  field: name => `.${name}`,
  whole: '.',
  replace: 'replace',
  json: 'toJson',
};

/** Spells a field of a credential for one place of a file. */
export type Spelling = (dialect: TemplateDialect, field: string) => string;

/** As it is. */
export const raw: Spelling = (dialect, field) =>
  `{{ ${dialect.field(field)} }}`;

/** As JSON, quotes included; a JSON string is a double-quoted YAML string too. */
export const asJson: Spelling = (dialect, field) =>
  `{{ ${dialect.field(field)} | ${dialect.json} }}`;

/** Percent-encoded. libpq does not read "+" as a space; "%20" is a space to every reader. */
export const inUrl: Spelling = (dialect, field) =>
  `{{ ${dialect.field(field)} | urlquery | ${dialect.replace} "+" "%20" }}`;

/** With texts replaced one after the other; the escape character itself must come first. */
export function replacing(
  ...pairs: readonly (readonly [from: string, to: string])[]
): Spelling {
  return (dialect, field) =>
    `{{ ${dialect.field(field)}${pairs
      .map(
        ([from, to]) =>
          // What JSON quotes of these ASCII texts, Go reads as the same text.
          ` | ${dialect.replace} ${JSON.stringify(from)} ${JSON.stringify(to)}`,
      )
      .join('')} }}`;
}
