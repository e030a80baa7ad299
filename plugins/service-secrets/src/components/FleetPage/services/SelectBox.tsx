import { useEffect, useRef } from 'react';

/** A checkbox that can also stand for some of many. */
export function SelectBox(props: {
  readonly label: string;
  readonly share: 'all' | 'some' | 'none';
  /** In a row the Tab key stops at the row, not at what is in it. */
  readonly inRow?: boolean;
  readonly onToggle: () => void;
}) {
  const { label, share, inRow, onToggle } = props;
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // No attribute says it.
    if (box.current) box.current.indeterminate = share === 'some';
  }, [share]);
  return (
    <input
      ref={box}
      type="checkbox"
      tabIndex={inRow ? -1 : undefined}
      aria-label={label}
      checked={share === 'all'}
      onChange={onToggle}
    />
  );
}
