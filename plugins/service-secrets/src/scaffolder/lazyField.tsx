import { Progress } from '@backstage/core-components';
import { ComponentType, lazy, Suspense } from 'react';

/** A field whose code is loaded when a form first shows it: apps that never open one do not pay for it. */
export function lazyField<P extends object>(
  load: () => Promise<ComponentType<P>>,
): (props: P) => JSX.Element {
  const Loaded = lazy(async () => {
    const Field = await load();
    return {
      default: (props: { readonly field: P }) => <Field {...props.field} />,
    };
  });
  return function LazyField(props: P) {
    return (
      <Suspense fallback={<Progress />}>
        <Loaded field={props} />
      </Suspense>
    );
  };
}
