import { SecretFormat } from 'backstage-plugin-service-secrets-common';

import { DatabaseSpec } from './ServiceSpec';

/**
 * Agent templates of a credential file. A password policy may add any symbol,
 * so every value is escaped for its format. That a missing field stops the
 * agent is the annotation error-on-missing-key's work.
 */
const bodies: Partial<
  Record<SecretFormat, (spec: DatabaseSpec) => readonly string[]>
> = {
  env: ({ host, port, database }) => [
    `export DB_USERNAME='{{ .Data.username | replaceAll "'" "'\\\\''" }}'`,
    `export DB_PASSWORD='{{ .Data.password | replaceAll "'" "'\\\\''" }}'`,
    `export DB_HOST='${host}'`,
    `export DB_PORT='${port}'`,
    `export DB_NAME='${database}'`,
  ],
  json: ({ host, port, database }) => [
    '{',
    '  "username": {{ .Data.username | toJSON }},',
    '  "password": {{ .Data.password | toJSON }},',
    `  "host": "${host}",`,
    `  "port": ${port},`,
    `  "database": "${database}"`,
    '}',
  ],
  yaml: ({ host, port, database }) => [
    'username: {{ .Data.username | toJSON }}',
    'password: {{ .Data.password | toJSON }}',
    `host: "${host}"`,
    `port: ${port}`,
    `database: "${database}"`,
  ],
  properties: ({ host, port, database }) => [
    String.raw`db.username={{ .Data.username | replaceAll "\\" "\\\\" }}`,
    String.raw`db.password={{ .Data.password | replaceAll "\\" "\\\\" }}`,
    `db.url=jdbc:postgresql://${host}:${port}/${database}`,
  ],
  'libpq-uri': ({ host, port, database }) => [
    // libpq does not read "+" as a space.
    `postgresql://{{ .Data.username | urlquery | replaceAll "+" "%20" }}:{{ .Data.password | urlquery | replaceAll "+" "%20" }}@${host}:${port}/${database}`,
  ],
};

/** The template that renders one database credential into a file. */
export function credentialTemplate(path: string, spec: DatabaseSpec): string {
  const body = bodies[spec.format];
  if (!body) throw new Error(`format ${spec.format} has no template yet`);
  return [
    `{{- with secret ${JSON.stringify(path)} -}}`,
    ...body(spec),
    '{{- end }}',
    '',
  ].join('\n');
}
