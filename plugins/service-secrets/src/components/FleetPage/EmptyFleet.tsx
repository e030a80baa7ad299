import { Card, CardBody, Text } from '@backstage/ui';
import {
  annotationDefinitions,
  annotationName,
} from 'backstage-plugin-service-secrets-common';

import { Collection } from '../../hooks/fleet/useCollection';
import { useReviewRight } from '../../hooks/fleet/useReviewRight';
import { CopyBlock } from '../CopyBlock/CopyBlock';
import { Message } from '../Message/Message';

const { namespace, databaseRoles } = annotationDefinitions;

const example = [
  'metadata:',
  '  annotations:',
  `    ${annotationName(namespace.key)}: ${namespace.example}`,
  `    ${annotationName(databaseRoles.key)}: ${databaseRoles.example}`,
].join('\n');

/** A fleet without services: not collected yet, or nothing in the catalog says where its secrets are. */
export function EmptyFleet(props: { readonly collection: Collection }) {
  const { collection } = props;
  const { allowed } = useReviewRight();
  const status =
    collection.state.kind === 'ready' ? collection.state.value : undefined;
  const never = !status?.last;
  if (never) {
    return (
      <Card>
        <CardBody>
          <Text as="h2" variant="body-large" weight="bold">
            Nothing was collected yet
          </Text>
          <Text variant="body-medium" color="secondary" as="p">
            {status?.running || status?.requested
              ? 'The first collection is on its way; the services show as soon as they are read.'
              : `The first collection starts by itself.${
                  allowed ? ' “Collect now” starts it at once.' : ''
                }`}
          </Text>
        </CardBody>
      </Card>
    );
  }
  return (
    <Card>
      <CardBody>
        <Text as="h2" variant="body-large" weight="bold">
          No service says where its secrets are
        </Text>
        <Text variant="body-medium" color="secondary" as="p">
          <Message
            text={`The last collection found no entity with the annotation \`${annotationName(
              namespace.key,
            )}\`. Add it to a service's catalog file, or make a new service by a template that writes it.`}
          />
        </Text>
        <CopyBlock label="Example of the annotations" text={example} />
      </CardBody>
    </Card>
  );
}
