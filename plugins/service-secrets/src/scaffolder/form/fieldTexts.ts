/** Label and help of a field, from the template or our own words. */
export interface FieldTexts {
  readonly title: string;
  readonly description: string;
}

/** The template's words where it has some. */
export function fieldTexts(
  props: {
    readonly schema: { readonly title?: string; readonly description?: string };
    readonly uiSchema: {
      readonly 'ui:title'?: string;
      readonly 'ui:description'?: string;
    };
  },
  own: FieldTexts,
): FieldTexts {
  const { schema, uiSchema } = props;
  return {
    title: uiSchema['ui:title'] ?? schema.title ?? own.title,
    description:
      uiSchema['ui:description'] ?? schema.description ?? own.description,
  };
}
