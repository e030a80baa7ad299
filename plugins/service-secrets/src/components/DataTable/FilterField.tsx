import { SearchField } from '@backstage/ui';

/** The filter of a table. */
export function FilterField(props: {
  /** What is filtered, such as `leases`. */
  readonly what: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { what, value, onChange } = props;
  return (
    <SearchField
      aria-label={`Filter ${what}`}
      placeholder="Filter"
      size="small"
      value={value}
      onChange={onChange}
    />
  );
}
