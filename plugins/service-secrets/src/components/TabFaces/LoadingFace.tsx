import { Card, CardBody, Skeleton } from '@backstage/ui';

import classes from './TabFaces.module.css';

/** About as tall as the status, the wiring and the tables will be, so that little jumps when they come. */
const heights = [40, 180, 150, 80];

/** The outline of the tab while its first report is on the way. */
export function LoadingFace() {
  return (
    <div role="status" aria-label="Loading" className={classes.skeletons}>
      {heights.map(height => (
        <Card key={height}>
          <CardBody>
            <Skeleton width="100%" height={height} />
          </CardBody>
        </Card>
      ))}
    </div>
  );
}
