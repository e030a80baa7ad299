import { z } from 'zod';

/**
 * What Vault answers, cut to the fields we use and turned into our words. Only
 * fields named here enter the process's memory for longer than a request.
 */
export const count = z.union([
  z.number().finite(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);
export const seconds = count.nullish().transform(value => value ?? 0);
export const flag = (otherwise: boolean) =>
  z
    .boolean()
    .nullish()
    .transform(value => value ?? otherwise);
export const strings = z
  .array(z.string())
  .nullish()
  .transform(value => value ?? []);
export const optionalText = z
  .string()
  .nullish()
  .transform(value => (value ? value : undefined));
export const time = z.string().transform((value, context) => {
  const date = new Date(value);
  if (!Number.isNaN(date.getTime())) return date;
  context.addIssue({ code: 'custom', message: 'is no time' });
  return z.NEVER;
});
export const optionalTime = time
  .nullish()
  .transform(value => value ?? undefined);

/** The envelope around every answer but health. */
export function data<T extends z.ZodType>(schema: T) {
  return z.object({ data: schema });
}
