import { Text } from '@backstage/ui';
import { RevocationImpact } from 'backstage-plugin-service-secrets-common';

import { visibleText } from '../../format/visibleText';
import { counted } from '../../format/words';
import { Message } from '../Message/Message';
import classes from './Operate.module.css';

/** What revoking every lease takes away: users, pods, and what no pod is known to use. */
export function ImpactList({ impact }: { readonly impact: RevocationImpact }) {
  const { roles, pods, podsTotal, withoutPod, leases, refusal } = impact;
  if (refusal !== undefined) {
    return (
      <Text variant="body-medium" as="p">
        <Message text={visibleText(refusal)} />
      </Text>
    );
  }
  const more = podsTotal - pods.length;
  return (
    <>
      <Text variant="body-medium" as="p">
        Vault drops {counted(leases, 'database user')} at once. This cannot be
        taken back.
      </Text>
      <ul className={classes.list}>
        {roles.map(({ mount, name, leases: count }) => (
          <li key={`${mount}/${name}`}>
            {counted(count, 'lease')} of <Message text={`\`${name}\``} />
          </li>
        ))}
        {podsTotal > 0 ? (
          <li>
            {counted(podsTotal, 'pod')} whose logins fail until a new credential
            is there: {pods.map(visibleText).join(', ')}
            {more > 0 ? ` and ${more} more` : ''}
          </li>
        ) : null}
        {withoutPod > 0 ? (
          <li>{counted(withoutPod, 'lease')} no live pod is known to use</li>
        ) : null}
      </ul>
      <Text variant="body-medium" color="secondary" as="p">
        Restarting the pods is the quick way to new credentials.
      </Text>
    </>
  );
}
