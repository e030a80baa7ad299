import { Alert } from '@backstage/ui';
import { ReviewResult } from 'backstage-plugin-service-secrets-common';

import { targetKey, targetText } from '../../../format/fleetText';
import { counted } from '../../../format/words';
import { Message } from '../../Message/Message';
import classes from './review.module.css';

/** Which rows something could not be done to, and why. */
export function Refusals(props: {
  readonly result: ReviewResult;
  /** What was done to the others: `signed off`. */
  readonly done: string;
}) {
  const { result, done } = props;
  return (
    <Alert
      role="alert"
      status="warning"
      icon
      title={`${counted(result.done.length, 'row')} ${done}, ${
        result.refused.length
      } refused`}
      description={
        <ul className={classes.list}>
          {result.refused.map(({ target, reason }) => (
            <li key={targetKey(target)}>
              {targetText(target)}: <Message text={reason} />
            </li>
          ))}
        </ul>
      }
    />
  );
}
