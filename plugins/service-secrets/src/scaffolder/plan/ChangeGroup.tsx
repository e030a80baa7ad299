import { Button } from '@backstage/ui';
import { PlannedChange } from 'backstage-plugin-service-secrets-common';
import { useState } from 'react';

import { counted } from '../../format/words';
import { ChangeItem } from './ChangeItem';
import { Foldable } from './Foldable';
import classes from './plan.module.css';
import { actionWords, ChangeAction } from './planText';

const STEP = 25;

function ChangeList({
  changes,
}: {
  readonly changes: readonly PlannedChange[];
}) {
  const [limit, setLimit] = useState(STEP);
  const rest = changes.length - limit;
  return (
    <>
      <ul className={classes.changes}>
        {changes.slice(0, limit).map(change => (
          <ChangeItem key={`${change.kind} ${change.path}`} change={change} />
        ))}
      </ul>
      {rest > 0 ? (
        <Button variant="tertiary" onPress={() => setLimit(limit + STEP)}>
          {`Show ${Math.min(STEP, rest)} more of ${counted(rest, 'object')}`}
        </Button>
      ) : null}
    </>
  );
}

/** The objects one thing happens to. Those that stay as they are start closed. */
export function ChangeGroup(props: {
  readonly action: ChangeAction;
  readonly changes: readonly PlannedChange[];
}) {
  const { action, changes } = props;
  if (changes.length === 0) return null;
  const { sign, heading } = actionWords[action];
  return (
    <Foldable
      startsOpen={action !== 'unchanged'}
      summary={
        <>
          <span
            aria-hidden="true"
            className={`${classes.actionSign} ${classes[action]}`}
          >
            {sign}
          </span>
          {heading}{' '}
          <span className={classes.count}>
            {changes.length.toLocaleString('en-US')}
          </span>
        </>
      }
    >
      {() => <ChangeList changes={changes} />}
    </Foldable>
  );
}
