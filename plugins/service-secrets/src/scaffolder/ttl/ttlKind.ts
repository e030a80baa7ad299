import { TtlFieldProps } from '../form/fieldProps';
import { TtlKind } from './ttlText';

/** Which lifetime a field asks for: what the template says, or what its property is called. */
export function ttlKindOf(
  props: Pick<TtlFieldProps, 'idSchema' | 'uiSchema' | 'name'>,
): TtlKind {
  const { uiSchema, name, idSchema } = props;
  const said = uiSchema['ui:options']?.kind;
  if (said) return said;
  return /max[A-Za-z]*$/i.test(name || idSchema.$id) ? 'max' : 'default';
}
