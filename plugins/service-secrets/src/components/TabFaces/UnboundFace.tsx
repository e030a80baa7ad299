import { Card, CardBody, Text } from '@backstage/ui';
import { Entity } from '@backstage/catalog-model';
import {
  annotationDefinitions,
  annotationName,
} from 'backstage-plugin-service-secrets-common';

import { CopyBlock } from '../CopyBlock/CopyBlock';
import { Message } from '../Message/Message';

const { namespace, databaseRoles, certificates } = annotationDefinitions;

function example({ kind, metadata }: Entity): string {
  const lines = [namespace, databaseRoles, certificates].map(
    ({ key, example: value, required }) =>
      `    ${annotationName(key)}: ${value}${required ? '' : '  # optional'}`,
  );
  return [
    `kind: ${kind}`,
    'metadata:',
    `  name: ${metadata.name}`,
    '  annotations:',
    ...lines,
  ].join('\n');
}

/** An entity that says nothing of its secrets: which annotation is missing, and an example to paste. */
export function UnboundFace({ entity }: { readonly entity: Entity }) {
  return (
    <Card>
      <CardBody>
        <Text as="h2" variant="body-large" weight="bold">
          This service does not say yet where its secrets are
        </Text>
        <Text variant="body-medium" color="secondary" as="p">
          <Message
            text={`Add the annotation \`${annotationName(
              namespace.key,
            )}\` with the Kubernetes namespace of the service to its catalog file. What the service uses then shows here.`}
          />
        </Text>
        <CopyBlock label="Example of the annotations" text={example(entity)} />
      </CardBody>
    </Card>
  );
}
