import type { LoggerService } from '@backstage/backend-plugin-api';

/** Lines as one entry of a task's log: the scaffolder stores entries side by side and does not keep their order. */
export function logLines(
  logger: Pick<LoggerService, 'info'>,
  lines: readonly string[],
): void {
  logger.info(lines.join('\n'));
}
