import {
  annotationDefinitions,
  annotationName,
} from 'backstage-plugin-service-secrets-common';
import { z } from 'zod';

import type { Reach } from '../client/asInitiator';
import { defineAction } from './defineAction';
import { example } from './exampleRequest';
import { outputFields } from './fields';

const id = 'service-secrets:entity:annotate';
/** Lists of names: what a service gets is added to what it has. */
const lists = (
  ['environments', 'databaseRoles', 'staticRoles', 'certificates'] as const
).map(name => annotationName(annotationDefinitions[name].key));

/** Annotations the catalog writes itself; in a file they would be somebody's claim. */
const ofCatalog =
  /^backstage\.io\/(managed-by-|orphan$|view-url$|edit-url$|source-location$)/;

const annotationsSchema = z.record(z.string(), z.string());
const entitySchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    annotations: annotationsSchema.optional(),
  }),
});

type Annotations = z.output<typeof annotationsSchema>;

function joined(...texts: (string | undefined)[]): string {
  const names = texts.flatMap(list => (list ? list.split(',') : []));
  return [...new Set(names.map(name => name.trim()))].join(',');
}

/** The new ones over the old; a service keeps the environments it lives in and the roles it was given before. */
function merged(old: Annotations, added: Annotations): Annotations {
  const kept = Object.entries(old).filter(([key]) => !ofCatalog.test(key));
  const longer = lists
    .filter(name => added[name])
    .map(name => [name, joined(old[name], added[name])]);
  return {
    ...Object.fromEntries(kept),
    ...added,
    ...Object.fromEntries(longer),
  };
}

const exampleAnnotations = '${{ steps.plan.output.annotations }}';

/** `service-secrets:entity:annotate`: an entity of the catalog as a file again, with more annotations. */
export function createAnnotateEntityAction(reach: Reach) {
  return defineAction(
    {
      id,
      description:
        'Adds annotations to an entity that catalog:fetch read, and leaves out what the catalog added, so that catalog:write can write it. Keeps all other annotations. Asks and changes nothing, so a dry run does the same.',
      examples: [
        example(id, 'Let the entity claim what a plan makes', {
          entity: '${{ steps.entity.output.entity }}',
          annotations: exampleAnnotations,
        }),
        example(id, 'Annotate an entity that is given here', {
          entity: {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Component',
            metadata: { name: 'grade-export' },
            spec: { type: 'service', lifecycle: 'production', owner: 'grades' },
          },
          annotations: { 'service-secrets.io/namespace': 'demo-grades' },
        }),
      ],
      input: z.strictObject({
        entity: entitySchema.describe('The entity, as the catalog answers it'),
        annotations: annotationsSchema.describe(
          'Annotations to add, by their full name',
        ),
      }),
      output: z.object({
        entity: entitySchema.describe('The entity, ready for catalog:write'),
        sentence: outputFields.sentence,
      }),
      async run({ logger }, { entity, annotations }) {
        const { relations: _r, status: _s, metadata, ...rest } = entity;
        const { uid: _u, etag: _e, generation: _g, ...own } = metadata;
        const sentence = `Added ${
          Object.keys(annotations).length
        } annotations to ${metadata.name}.`;
        logger.info(sentence);
        return {
          entity: {
            ...rest,
            metadata: {
              ...own,
              annotations: merged(metadata.annotations ?? {}, annotations),
            },
          },
          sentence,
        };
      },
    },
    reach,
  );
}
