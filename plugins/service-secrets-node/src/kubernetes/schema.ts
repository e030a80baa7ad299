import { BACK_REFERENCE_ANNOTATION } from 'backstage-plugin-service-secrets-common';
import { z } from 'zod';

import { readGoDuration } from '../upstream/goDuration';
import type { WarningEvent } from './KubernetesApi';
import { scrubText } from './scrubText';

/**
 * What an API server answers, cut on arrival to the fields we use and turned
 * into our words. Texts that controllers wrote are scrubbed here.
 */
export const optionalTime = z
  .string()
  .nullish()
  .transform(value => {
    const date = value ? new Date(value) : undefined;
    return date && !Number.isNaN(date.getTime()) ? date : undefined;
  });
export const count = z
  .number()
  .int()
  .nullish()
  .transform(value => value ?? 0);
export const texts = z
  .array(z.string())
  .nullish()
  .transform(value => value ?? []);
export const annotations = z
  .record(z.string(), z.string())
  .nullish()
  .transform(value => value ?? {});
export const duration = z
  .string()
  .nullish()
  .transform(value => (value ? readGoDuration(value) : undefined));

/** A list that may be left out. */
export function listOf<T extends z.ZodType>(item: T) {
  return z
    .array(item)
    .nullish()
    .transform(items => items ?? []);
}

/** A path of Vault without slashes around it. */
export function trimSlashes(path: string): string {
  return path.trim().replace(/^\/+/, '').replace(/\/+$/, '');
}

/** What a group and version of the API serves. */
export const servedAnswer = z
  .object({ resources: listOf(z.object({ name: z.string() })) })
  .transform(({ resources }) => resources.map(({ name }) => name));

export const versionAnswer = z
  .object({ gitVersion: z.string() })
  .transform(({ gitVersion }) => gitVersion);

export const namespaceAnswer = z
  .object({ metadata: z.object({ annotations }) })
  .transform(({ metadata }) => metadata.annotations[BACK_REFERENCE_ANNOTATION]);

export const existingAnswer = z
  .object({ metadata: z.object({ name: z.string() }) })
  .transform(() => true);

/** A page of a list; its items are judged one by one. */
export const pageAnswer = z.object({
  metadata: z.object({ continue: z.string().nullish() }),
  items: z
    .array(z.unknown())
    .nullish()
    .transform(items => items ?? []),
});

/** One event of type Warning. */
export const warningItem = z
  .object({
    involvedObject: z.object({ kind: z.string(), name: z.string().nullish() }),
    reason: z.string().nullish(),
    message: z.string().nullish(),
    lastTimestamp: optionalTime,
    eventTime: optionalTime,
    series: z.object({ lastObservedTime: optionalTime }).nullish(),
  })
  .transform(
    ({ involvedObject, series, ...event }): WarningEvent => ({
      about: `${involvedObject.kind}/${involvedObject.name ?? ''}`,
      reason: scrubText(event.reason ?? ''),
      message: scrubText(event.message ?? ''),
      lastSeenAt:
        series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime,
    }),
  );
