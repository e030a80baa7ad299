import { Alert } from '@backstage/ui';
import { ReviewResult } from 'backstage-plugin-service-secrets-common';

import { targetKey, targetText } from '../../../format/fleetText';
import { counted } from '../../../format/words';
import { Message } from '../../Message/Message';
import classes from './review.module.css';

/** Longer lists say how many more there are. */
const SHOWN = 20;

/** Which rows something could not be done to, and why. */
export function Refusals(props: {
  readonly result: ReviewResult;
  /** What was done to the others: `signed off`. */
  readonly done: string;
}) {
  const { result, done } = props;
  const rest = result.refused.length - SHOWN;
  return (
    <Alert
      role="alert"
      status="warning"
      icon
      title={`${counted(
        result.done.length,
        'row',
      )} ${done}, ${result.refused.length.toLocaleString('en-US')} refused`}
      description={
        <ul className={classes.list}>
          {result.refused.slice(0, SHOWN).map(({ target, reason }) => (
            <li key={targetKey(target)}>
              {targetText(target)}: <Message text={reason} />
            </li>
          ))}
          {rest > 0 ? <li>and {rest.toLocaleString('en-US')} more</li> : null}
        </ul>
      }
    />
  );
}
