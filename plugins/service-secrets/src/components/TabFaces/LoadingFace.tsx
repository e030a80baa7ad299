import { Skeleton } from '@backstage/ui';

import classes from './TabFaces.module.css';

/** The outline of the tab while its first report is on the way. */
export function LoadingFace() {
  return (
    <div role="status" aria-label="Loading" className={classes.skeletons}>
      <Skeleton height={84} />
      <Skeleton height={210} />
      <Skeleton height={180} />
      <Skeleton height={110} />
    </div>
  );
}
