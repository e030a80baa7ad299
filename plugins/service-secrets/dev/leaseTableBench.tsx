/**
 * The page `yarn bench` measures: the lease table with 10,000 rows, or, with
 * `?table=bare`, the least a virtual table of the same data can be. Both count
 * down every second.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { LeaseRow } from 'backstage-plugin-service-secrets-common';
import { useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';

import { DataTable } from '../src/components/DataTable/DataTable';
import { leaseColumns } from '../src/components/LeaseTable/leaseColumns';
import { timeLeft } from '../src/format/time';
import { ServerClockProvider } from '../src/hooks/useServerClock';
import { after } from '../src/testSupport/builders';
import { manyLeases } from '../src/testSupport/exampleLeases';

// This page is an app of its own: no Backstage around it brings the styles.
// eslint-disable-next-line @backstage/no-ui-css-imports-in-non-frontend
import '@backstage/ui/css/styles.css';

const ROWS = 10_000;
const ROW_PX = 37;

function BareTable(props: { readonly rows: readonly LeaseRow[] }) {
  const { rows } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [ticks, setTicks] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTicks(count => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 3,
  });
  const now = Date.parse(after(ticks));
  return (
    <div ref={scroller} style={{ height: 480, overflowY: 'auto' }}>
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map(({ key, index, start }) => (
          <div
            key={key}
            style={{
              position: 'absolute',
              top: start,
              height: ROW_PX,
              width: '100%',
              display: 'grid',
              gridTemplateColumns: 'repeat(7, 1fr)',
            }}
          >
            <span>{rows[index].state}</span>
            <span>{rows[index].suffix}</span>
            <span>{rows[index].role}</span>
            <span>{rows[index].workload?.pod}</span>
            <span>{timeLeft(after(ticks), Date.parse(after(0)))}</span>
            <span>{timeLeft(rows[index].expiresAt ?? after(0), now)}</span>
            <span>{timeLeft(rows[index].endsForGoodAt ?? after(0), now)}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

function OurTable(props: { readonly rows: readonly LeaseRow[] }) {
  return (
    <ServerClockProvider servedAt={after(0)} received={performance.now()}>
      <DataTable
        label="Leases"
        columns={leaseColumns}
        rows={props.rows}
        rowKey={({ handle, suffix }) => `${handle}${suffix}`}
      />
    </ServerClockProvider>
  );
}

const bare =
  new URLSearchParams(window.location.search).get('table') === 'bare';
const rows = manyLeases(ROWS);
const root = document.getElementById('root');
if (!root) throw new Error('The page has no element with id "root"');
// The rows come with a later rendering, when the scrolling element is known.
new MutationObserver((_changes, observer) => {
  if (root.querySelectorAll('span').length < 20) return;
  observer.disconnect();
  requestAnimationFrame(() => performance.mark('rows'));
}).observe(root, { childList: true, subtree: true });
performance.mark('mount');
createRoot(root).render(
  bare ? <BareTable rows={rows} /> : <OurTable rows={rows} />,
);
