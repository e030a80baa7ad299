import { Button } from '@backstage/ui';
import { useEffect, useState } from 'react';

const SHOWN_MS = 2_000;

type Outcome = 'copied' | 'refused';

const words: Readonly<Record<Outcome, string>> = {
  copied: 'Copied',
  refused: 'Not copied: the browser refused',
};

/** Copies a text and says whether that worked. */
export function CopyButton(props: {
  readonly label: string;
  /** Asked for on the click, so that times in it are of that moment. */
  readonly text: () => string;
}) {
  const { label, text } = props;
  const [outcome, setOutcome] = useState<Outcome>();

  useEffect(() => {
    if (!outcome) return undefined;
    const timer = setTimeout(() => setOutcome(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    try {
      // Absent on pages served without TLS.
      await navigator.clipboard.writeText(text());
      setOutcome('copied');
    } catch {
      setOutcome('refused');
    }
  };

  return (
    <Button variant="secondary" onPress={copy}>
      <span aria-live="polite">{outcome ? words[outcome] : label}</span>
    </Button>
  );
}
