import { Content, Header, Page } from '@backstage/core-components';

import { FleetContent } from './FleetContent';
import classes from './FleetPage.module.css';

/** The fleet page with the header of the legacy frontend system. */
export function FleetPage() {
  return (
    <Page themeId="tool">
      <Header
        title="Service Secrets"
        subtitle="Credentials and certificates of the whole fleet"
      />
      <Content>
        <FleetContent />
      </Content>
    </Page>
  );
}

/** The fleet page below a header of the app. */
export function FleetPageBody() {
  return (
    <div className={classes.content}>
      <FleetContent />
    </div>
  );
}
