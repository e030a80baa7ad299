import {
  deliveryAspects,
  deliveryComparison,
} from 'backstage-plugin-service-secrets-common';

import classes from './DeliveryTable.module.css';

/** The ways to deliver a credential side by side; scrolls sideways when there is no room. */
export function DeliveryTable({ chosen }: { readonly chosen?: string }) {
  const column = (method: string) =>
    method === chosen ? classes.chosen : undefined;
  return (
    <div
      className={classes.scroller}
      role="region"
      aria-label="The ways to deliver a credential compared"
      // A region that scrolls must be reachable by keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <table className={classes.table}>
        <thead>
          <tr>
            <td />
            {deliveryComparison.map(({ method, title }) => (
              <th key={method} scope="col" className={column(method)}>
                {title}{' '}
                {method === chosen ? (
                  <span className={classes.mark}>✓ chosen</span>
                ) : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {deliveryAspects.map(aspect => (
            <tr key={aspect.id}>
              <th scope="row">{aspect.title}</th>
              {deliveryComparison.map(({ method, aspects }) => (
                <td key={method} className={column(method)}>
                  {aspects[aspect.id]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
