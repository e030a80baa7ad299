import { Card, CardBody, CardHeader, Text } from '@backstage/ui';
import { ReactNode, useEffect, useId, useRef } from 'react';

import classes from './Section.module.css';

/** So long a dialog has to give the focus back to what opened it. */
const GRACE_MS = 100;

/** Puts the focus on the heading when what had it goes for good, such as the last row of a table. */
function useKeptFocus() {
  const heading = useRef<HTMLHeadingElement>(null);
  const inside = useRef(false);
  useEffect(() => {
    const isLost = () =>
      inside.current && document.activeElement === document.body;
    if (!isLost()) return undefined;
    const timer = setTimeout(() => {
      if (isLost()) heading.current?.focus({ preventScroll: true });
    }, GRACE_MS);
    return () => clearTimeout(timer);
  });
  const handlers = {
    // Also those of a dialog of the section, wherever it stands in the page.
    onFocus: () => {
      inside.current = true;
    },
    onBlur: () => {
      inside.current = false;
    },
  };
  return { heading, handlers };
}

/** A card of the tab: a heading, what counts beside it, tools at its end. */
export function Section(props: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}) {
  const { title, aside, tools, children } = props;
  const headingId = useId();
  const { heading, handlers } = useKeptFocus();
  return (
    <section aria-labelledby={headingId} {...handlers}>
      <Card>
        <CardHeader>
          <div className={classes.head}>
            <Text
              as="h2"
              ref={heading}
              id={headingId}
              tabIndex={-1}
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
