import { Text } from '@backstage/ui';
import { ReactNode, useId } from 'react';

import { FieldSurface } from './FieldSurface';
import classes from './form.module.css';

/** A field that has no input of its own at the moment: its label, its help, and what there is to say. */
export function FieldFrame(props: {
  readonly title: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly children: ReactNode;
}) {
  const { title, description, required, children } = props;
  const titleId = useId();
  return (
    <FieldSurface>
      <div role="group" aria-labelledby={titleId} className={classes.frame}>
        <div>
          <div className={classes.label} id={titleId}>
            {title}
            {required ? (
              <span className={classes.required}> (Required)</span>
            ) : null}
          </div>
          {description ? (
            <Text variant="body-small" color="secondary" as="p">
              {description}
            </Text>
          ) : null}
        </div>
        {children}
      </div>
    </FieldSurface>
  );
}
