import { Tab, TabList, Tabs } from '@backstage/ui';
import { FleetSummary } from 'backstage-plugin-service-secrets-common';

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

/** The row of tabs. */
export function ViewTabs({ params }: { readonly params: FleetParams }) {
  const { view, set } = params;
  return (
    <div className={classes.tabs}>
      <Tabs
        selectedKey={view}
        onSelectionChange={key =>
          set({ view: String(key), row: undefined, of: undefined })
        }
      >
        <TabList aria-label="Views">
          {fleetViews.map(name => (
            <Tab key={name} id={name}>
              {titles[name]}
            </Tab>
          ))}
        </TabList>
      </Tabs>
    </div>
  );
}

/** The chosen view. */
export function View(props: {
  readonly params: FleetParams;
  readonly rows: Asked<FleetRows>;
  readonly summary: FleetSummary;
  readonly version: string;
  readonly onChanged: () => void;
}) {
  const { params, rows, summary, version, onChanged } = props;
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
