import {
  EnvironmentReport,
  sourceNameWords,
} from 'backstage-plugin-service-secrets-common';

import { ago } from './time';
import { worstFirst } from './severityOrder';
import { visibleText } from './visibleText';
import { failureWords, healthWords, severityWords } from './words';

/** The status of an environment as plain text, to paste into a ticket or a chat. */
export function statusText(
  entityRef: string,
  report: EnvironmentReport,
  now: number,
): string {
  const { status, environment, instance, cluster, namespace } = report;
  const failed = report.sources.filter(({ failure }) => failure);
  const lines = [
    `${entityRef}, ${environment} (${instance}, ${cluster}/${namespace}), ${new Date(
      now,
    ).toISOString()}`,
    `${healthWords[status.health].word}: ${status.sentence}`,
    ...(status.detail ? [status.detail] : []),
    ...worstFirst(report.findings).flatMap(({ severity, message, remedy }) => [
      `- ${severityWords[severity].word}: ${message}`,
      // What follows the first line of a remedy is a rule to paste.
      ...remedy.split('\n').map(line => `  ${line}`),
    ]),
    ...failed.map(
      ({ name, target, failure, fetchedAt }) =>
        `- Not read: ${sourceNameWords[name]} of ${target}, ${
          failure ? failureWords[failure.code] : ''
        }${fetchedAt ? `, last read ${ago(fetchedAt, now)}` : ''}`,
    ),
  ];
  return lines.map(visibleText).join('\n');
}
