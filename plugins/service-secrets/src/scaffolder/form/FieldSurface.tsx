import { useScaffolderTheme } from '@backstage/plugin-scaffolder-react/alpha';
import { BgProvider } from '@backstage/ui';
import { ReactNode } from 'react';

import classes from './form.module.css';

/**
 * What every field stands on. The scaffolder's usual form is a Material UI
 * paper, which the inputs know nothing of: without being told they would have
 * the colour of the paper and no visible edge.
 */
export function FieldSurface({ children }: { readonly children: ReactNode }) {
  const onPaper = useScaffolderTheme() === 'mui';
  const field = <div className={classes.field}>{children}</div>;
  return onPaper ? <BgProvider bg="neutral-1">{field}</BgProvider> : field;
}
