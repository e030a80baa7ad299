import { ttlWords } from 'backstage-plugin-service-secrets-common';
import type { AuthRole } from 'backstage-plugin-service-secrets-node';

import { isRead } from '../../collect/SourceResult';
import { DeliveryView } from '../../resolve/DeliveryIntent';
import { DatabaseRoleView } from '../../resolve/ServiceView';
import { Check, Problem } from '../Check';
import { credsPath, deliveryPlace } from '../places';

/** A credential ends with its lease or with the login that took it: External Secrets renews neither. */
function lifeOf(
  { defaultTtlSeconds }: DatabaseRoleView,
  role: AuthRole | undefined,
): number {
  const token = role?.tokenPeriodSeconds || role?.tokenTtlSeconds || 0;
  return token > 0 ? Math.min(defaultTtlSeconds, token) : defaultTtlSeconds;
}

function judge(
  delivery: DeliveryView,
  database: DatabaseRoleView,
  authRole: AuthRole | undefined,
): Problem[] {
  const { refreshSeconds } = delivery.resource;
  const life = lifeOf(database, authRole);
  if (refreshSeconds === undefined || life === 0) return [];
  if (refreshSeconds > 0 && refreshSeconds < life) return [];
  const how =
    refreshSeconds > 0
      ? `only every ${ttlWords(refreshSeconds)}`
      : 'never again';
  return [
    {
      subject: deliveryPlace(delivery),
      message: `\`${
        delivery.name
      }\` is fetched ${how}, and its credential of \`${
        database.at.name
      }\` ends after ${ttlWords(life)}.`,
      remedy: `Set \`refreshInterval\` to ${ttlWords(
        Math.floor(life / 2),
      )} or less.`,
    },
  ];
}

/** What is fetched anew at an interval ends before the interval does. */
export const deliveryRefreshTooSlow: Check = ({ view }) => {
  const { databaseRoles, authRole, deliveries } = view;
  if (!isRead(databaseRoles) || !isRead(authRole)) return 'unknown';
  const problems = deliveries.found.flatMap(delivery =>
    databaseRoles
      .filter(
        ({ at, role }) => role && delivery.intent.paths.includes(credsPath(at)),
      )
      .flatMap(database => judge(delivery, database, authRole)),
  );
  return problems.length === 0 && deliveries.unread.includes('eso')
    ? 'unknown'
    : problems;
};
