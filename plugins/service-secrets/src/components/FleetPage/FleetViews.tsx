import { Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import { FleetSummary } from 'backstage-plugin-service-secrets-common';
import { ReactNode, useEffect, useRef } from 'react';

import { Asked } from '../../hooks/useAsked';
import {
  FleetParams,
  FleetView,
  fleetViews,
} from '../../hooks/fleet/useFleetParams';
import { FleetRows } from '../../hooks/fleet/useFleetRows';
import { AccessView } from './access/AccessView';
import { ChangesView } from './changes/ChangesView';
import { EvidenceView } from './evidence/EvidenceView';
import { ExpiryView } from './expiry/ExpiryView';
import classes from './FleetPage.module.css';
import { HistoryView } from './history/HistoryView';
import { RolesView } from './roles/RolesView';
import { ServicesView } from './services/ServicesView';

const titles: Readonly<Record<FleetView, string>> = {
  services: 'Services',
  expiry: 'Expiry calendar',
  roles: 'Roles and bindings',
  access: 'Database access',
  history: 'History',
  changes: 'Changes',
  evidence: 'Evidence',
};

/** The views the filter has a say in. */
export const filteredViews: readonly FleetView[] = [
  'services',
  'expiry',
  'evidence',
];

/** The row of tabs, and what stands below it. */
export function ViewTabs(props: {
  readonly params: FleetParams;
  readonly children: ReactNode;
}) {
  const { params, children } = props;
  const { view, go } = params;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Of a row too long for a narrow page, the chosen one is to be seen; the tabs are there a moment after their row.
    const frame = requestAnimationFrame(() => {
      const chosen = row.current?.querySelector('[aria-selected="true"]');
      chosen?.scrollIntoView?.({ block: 'nearest', inline: 'center' });
    });
    return () => cancelAnimationFrame(frame);
  }, [view]);
  return (
    <Tabs
      selectedKey={view}
      onSelectionChange={key =>
        go({ view: String(key), row: undefined, of: undefined })
      }
    >
      <div className={classes.tabs} ref={row}>
        <TabList aria-label="Views">
          {fleetViews.map(name => (
            <Tab key={name} id={name}>
              {titles[name]}
            </Tab>
          ))}
        </TabList>
      </div>
      <TabPanel id={view} className={classes.panel}>
        {children}
      </TabPanel>
    </Tabs>
  );
}

/** The chosen view. */
export function View(props: {
  readonly params: FleetParams;
  readonly rows: Asked<FleetRows>;
  readonly summary: FleetSummary;
  readonly outdated: boolean;
  readonly version: string;
  readonly onChanged: () => void;
}) {
  const { params, rows, summary, outdated, version, onChanged } = props;
  const { filter } = params;
  switch (params.view) {
    case 'expiry':
      return <ExpiryView params={params} filter={filter} version={version} />;
    case 'roles':
      return <RolesView params={params} version={version} />;
    case 'access':
      return <AccessView params={params} version={version} />;
    case 'history':
      return <HistoryView params={params} version={version} />;
    case 'changes':
      return <ChangesView params={params} version={version} />;
    case 'evidence':
      return (
        <EvidenceView
          rows={rows}
          summary={summary}
          outdated={outdated}
          filter={filter}
          version={version}
          onRetry={onChanged}
        />
      );
    default:
      return (
        <ServicesView
          state={rows}
          params={params}
          version={version}
          onChanged={onChanged}
        />
      );
  }
}
