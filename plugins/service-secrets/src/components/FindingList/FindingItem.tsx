import { Text } from '@backstage/ui';
import { Finding } from 'backstage-plugin-service-secrets-common';
import { useEffect, useRef } from 'react';

import { severityWords } from '../../format/words';
import { CopyBlock } from '../CopyBlock/CopyBlock';
import { Message } from '../Message/Message';
import { StateChip } from '../StateChip/StateChip';
import classes from './FindingList.module.css';

/** One finding: how bad, what, and what to do. */
export function FindingItem(props: {
  readonly finding: Finding;
  /** Changes each time the reader asks to be led here. */
  readonly focusRequest?: number;
}) {
  const { finding, focusRequest } = props;
  const element = useRef<HTMLLIElement>(null);
  // What follows the first line is to be pasted somewhere, not to be read.
  const [remedy, ...rule] = finding.remedy.split('\n');

  useEffect(() => {
    if (focusRequest === undefined) return;
    element.current?.scrollIntoView?.({ block: 'center' });
    element.current?.focus({ preventScroll: true });
  }, [focusRequest]);

  return (
    // Not in the tab order: focus comes here only from "Show the fix".
    <li ref={element} className={classes.finding} tabIndex={-1}>
      <StateChip state={severityWords[finding.severity]} />
      <div className={classes.words}>
        <Text variant="body-medium" as="p">
          <Message text={finding.message} />
        </Text>
        <Text variant="body-medium" color="secondary" as="p">
          <Message text={remedy} />
        </Text>
        {rule.length > 0 ? (
          <CopyBlock label="What to add" text={rule.join('\n')} />
        ) : null}
      </div>
    </li>
  );
}
