import { screen } from '@testing-library/react';

import { aDatabaseRole, after, aSource } from '../../testSupport/builders';
import { renderAtNoon } from '../../testSupport/renderAround';
import { DatabaseRoleTable } from './DatabaseRoleTable';

const rowText = (name: RegExp) => screen.getByRole('row', { name }).textContent;

describe('DatabaseRoleTable', () => {
  it('tells what a dynamic role allows, for how long, and which limit wins', () => {
    renderAtNoon(<DatabaseRoleTable roles={[aDatabaseRole()]} />);
    expect(rowText(/grade-api-role/)).toBe(
      'grade-api-roledynamicgrade-api-dbPostgreSQLread and write, schema public1 h, at most 24 hrole max_ttl2 of 2 expected',
    );
  });

  it('tells when a static role was rotated', () => {
    const role = aDatabaseRole({
      kind: 'static',
      mount: 'db-eu',
      rotationPeriodSeconds: 86_400,
      lastRotatedAt: after(-3 * 3_600),
    });
    renderAtNoon(<DatabaseRoleTable roles={[role]} />);
    expect(rowText(/grade-api-role/)).toMatch(
      /on db-eu.*rotates every 24 hlast 3 h ago/,
    );
  });

  it('does not claim zero leases when they were not read', () => {
    const role = aDatabaseRole({ liveLeases: undefined });
    renderAtNoon(<DatabaseRoleTable roles={[role]} />);
    expect(rowText(/grade-api-role/)).toMatch(/not read$/);
  });

  it('says how old the roles are when they are stale', () => {
    const source = aSource('databaseRoles', {
      state: 'stale',
      fetchedAt: after(-240),
    });
    renderAtNoon(
      <DatabaseRoleTable roles={[aDatabaseRole()]} source={source} />,
    );
    expect(screen.getByText(/stale, read 4 min ago/)).toBeVisible();
  });

  it('names the annotation when the service uses none', () => {
    renderAtNoon(<DatabaseRoleTable roles={[]} />);
    expect(screen.getByText('service-secrets.io/database-roles')).toBeVisible();
  });

  it('is unknown, not empty, when the source never answered', () => {
    renderAtNoon(<DatabaseRoleTable />);
    expect(screen.getByText(/Database roles could not be read/)).toBeVisible();
  });
});
