import type { z } from 'zod';

import type { KubernetesObject } from './kubernetesTypes';

/** Reads an object as a kind, once per version of it: rounds look at the same objects over and over. Undefined when it does not fit. */
export function parseOnce<T>(
  schema: z.ZodType<T>,
): (object: KubernetesObject | undefined) => T | undefined {
  const known = new WeakMap<KubernetesObject, { value: T | undefined }>();
  return object => {
    if (object === undefined) return undefined;
    const cached = known.get(object);
    if (cached) return cached.value;
    const value = schema.safeParse(object).data;
    known.set(object, { value });
    return value;
  };
}
