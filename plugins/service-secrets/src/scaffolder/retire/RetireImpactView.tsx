import { Alert } from '@backstage/ui';
import { RetireImpact } from 'backstage-plugin-service-secrets-common';

import { Message } from '../../components/Message/Message';
import { Name } from '../../components/Message/Name';
import { counted } from '../../format/words';
import { Foldable } from '../plan/Foldable';
import planClasses from '../plan/plan.module.css';

function Names(props: {
  readonly what: string;
  readonly names: readonly string[];
  readonly startsOpen?: boolean;
}) {
  const { what, names, startsOpen } = props;
  if (names.length === 0) return null;
  return (
    <Foldable startsOpen={startsOpen} summary={counted(names.length, what)}>
      {() => (
        <ol className={planClasses.notes}>
          {names.map(name => (
            <li key={name}>
              <Name text={name} />
            </li>
          ))}
        </ol>
      )}
    </Foldable>
  );
}

function titleOf(inUse: boolean, isUnknown: boolean): string {
  if (isUnknown) return 'It is not known what uses the service';
  return inUse ? 'The service is in use' : 'Nothing uses the service';
}

/** What still uses a service, and what goes with it, in the order it goes. */
export function RetireImpactView({
  impact,
}: {
  readonly impact: RetireImpact;
}) {
  const { inUse, sentence, objects, pods, leases, podsUnknown } = impact;
  return (
    <>
      <Alert
        role="alert"
        status={inUse ? 'warning' : 'info'}
        icon
        title={titleOf(inUse, podsUnknown !== undefined)}
        description={<Message text={sentence} />}
      />
      <p className={planClasses.sentence}>
        {`${counted(objects.length, 'object')} ${
          objects.length === 1 ? 'goes' : 'go'
        } away, and ${counted(leases, 'lease')} with their credentials.`}
      </p>
      <div className={planClasses.part}>
        <Names what="object" names={objects} startsOpen />
        <Names what="running pod" names={pods} startsOpen={pods.length < 20} />
      </div>
    </>
  );
}
