import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type {
  ActionContext,
  TemplateAction,
  TemplateExample,
} from '@backstage/plugin-scaffolder-node';
import type { JsonObject, JsonValue } from '@backstage/types';
import { z } from 'zod';

import { asInitiator, Reach } from '../client/asInitiator';
import type { ProvisionClient } from '../client/ProvisionClient';

/** What an action of ours has at hand while it runs. */
export interface Run {
  readonly client: ProvisionClient;
  readonly logger: LoggerService;
  readonly workspacePath: string;
  readonly isDryRun: boolean;
  readonly signal?: AbortSignal;
  /** Does a piece of work once per task: a retry gets the first answer again. Answers are stored in clear. */
  once<T extends JsonValue>(key: string, work: () => Promise<T>): Promise<T>;
}

interface Definition<I extends z.ZodObject, O extends z.ZodObject> {
  readonly id: string;
  readonly description: string;
  readonly examples: TemplateExample[];
  readonly input: I;
  readonly output: O;
  readonly run: (run: Run, input: z.output<I>) => Promise<z.input<O>>;
}

/** The scaffolder checks against JSON schema only, so refinements are checked here too. Values stay out of the message. */
function parse<S extends z.ZodType>(
  schema: S,
  input: unknown,
  id: string,
): z.output<S> {
  const { data, error } = schema.safeParse(input);
  if (!error) return data;
  const problems = error.issues.map(
    ({ path, message }) => `${path.join('.') || 'input'} ${message}`,
  );
  throw new InputError(
    `${id} got an input it cannot take: ${problems.join('; ')}`,
  );
}

function jsonSchema(schema: z.ZodObject) {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
  });
  // Two names of one thing: both types describe a JSON schema of draft 7.
  return rest as NonNullable<TemplateAction['schema']>['input'];
}

function runOf(reach: Reach, ctx: ActionContext<JsonObject, JsonObject>): Run {
  return {
    client: asInitiator(reach, ctx),
    logger: ctx.logger,
    workspacePath: ctx.workspacePath,
    isDryRun: ctx.isDryRun ?? false,
    signal: ctx.signal,
    async once(key, work) {
      // A dry run did nothing that a later run could take as done.
      return ctx.isDryRun ? work() : ctx.checkpoint({ key, fn: work });
    },
  };
}

/**
 * An action from one pair of schemas: the scaffolder gets them as JSON
 * schema, the work gets a parsed input, and what it returns is the output.
 */
export function defineAction<I extends z.ZodObject, O extends z.ZodObject>(
  { input, output, run, ...rest }: Definition<I, O>,
  reach: Reach,
): TemplateAction {
  return {
    ...rest,
    supportsDryRun: true,
    schema: { input: jsonSchema(input), output: jsonSchema(output) },
    async handler(ctx) {
      const parsed = parse(input, ctx.input, rest.id);
      const outputs = await run(runOf(reach, ctx), parsed);
      for (const [name, value] of Object.entries(outputs)) {
        if (value !== undefined) ctx.output(name, value);
      }
    },
  };
}
