import { useEffect, useState } from 'react';

/** Takes an answer back that is not offered any more, because owner or environment changed; gives what it took back. */
export function useStillOffered(options: {
  readonly value: string | undefined;
  /** Absent while the offers are not known: an answer is not taken back for that. */
  readonly offered: readonly string[] | undefined;
  readonly onTakeBack: () => void;
}): string | undefined {
  const { value, offered, onTakeBack } = options;
  const [takenBack, setTakenBack] = useState<string>();
  const gone = value !== undefined && offered && !offered.includes(value);

  // Each time the form renders: another field that changes at the same moment can undo what is said here.
  useEffect(() => {
    if (!gone) return;
    setTakenBack(value);
    onTakeBack();
  }, [gone, value, onTakeBack]);

  return value === undefined || gone ? takenBack : undefined;
}
