import { objectOf, type JsonObject } from '../api/json';
import { invalid } from '../api/status';
import { refuseUnknown } from '../objects/decode';
import type { ResourceType } from '../resources/ResourceType';
import {
  applySchemaDefaults,
  pruneUnknown,
  schemaCauses,
} from './structuralSchema';

/** Prunes, defaults and checks a custom resource by its schema. */
export function completeCustom(
  object: JsonObject,
  type: ResourceType,
  mode: {
    fieldValidation: 'Ignore' | 'Warn' | 'Strict';
    warn(text: string): void;
  },
): JsonObject {
  const schema = objectOf(type.schema);
  const { apiVersion, kind, metadata, ...content } = object;
  const unknown: string[] = [];
  const pruned = objectOf(pruneUnknown(content, schema, { path: '', unknown }));
  refuseUnknown(unknown, type, mode);
  const whole = objectOf(applySchemaDefaults(pruned, schema));
  const causes = schemaCauses(whole, schema, '');
  if (causes.length > 0)
    throw invalid(type, String(objectOf(metadata).name ?? ''), causes);
  return { apiVersion, kind, metadata, ...whole };
}
