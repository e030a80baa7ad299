import { Card, CardBody, CardHeader, Text } from '@backstage/ui';
import { ReactNode, useId } from 'react';

import classes from './Section.module.css';

/** A card of the tab: a heading, what counts beside it, tools at its end. */
export function Section(props: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}) {
  const { title, aside, tools, children } = props;
  const headingId = useId();
  return (
    <section aria-labelledby={headingId}>
      <Card>
        <CardHeader>
          <div className={classes.head}>
            <Text
              as="h2"
              id={headingId}
              variant="body-large"
              weight="bold"
              className={classes.title}
            >
              {title}
            </Text>
            {aside ? (
              <Text variant="body-medium" color="secondary" as="span">
                {aside}
              </Text>
            ) : null}
            {tools ? <div className={classes.tools}>{tools}</div> : null}
          </div>
        </CardHeader>
        <CardBody>{children}</CardBody>
      </Card>
    </section>
  );
}
