import { Text } from '@backstage/ui';

import { useReviewRight } from '../../hooks/fleet/useReviewRight';
import { Message } from '../Message/Message';
import classes from './FleetPage.module.css';

/** Stands where buttons would be and says why they are not. */
export function ReadOnly() {
  const { reason } = useReviewRight();
  if (!reason) return null;
  return (
    <Text
      variant="body-small"
      color="secondary"
      as="p"
      className={classes.readOnly}
    >
      <Message text={`${reason}.`} />
    </Text>
  );
}
