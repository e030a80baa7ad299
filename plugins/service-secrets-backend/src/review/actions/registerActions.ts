import type {
  AuditorService,
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { InputError, NotAllowedError } from '@backstage/errors';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  fleetFilterSchema,
  fleetReadPermission,
  ServiceReport,
} from 'backstage-plugin-service-secrets-common';

import { audited } from '../../serve/edge';
import { FleetAccess } from '../../serve/FleetAccess';
import { parseWith } from '../../serve/parseWith';
import { FleetReader } from '../serve/FleetReader';

/** What the actions call. */
export interface ActionsOptions {
  readonly registry: Pick<ActionsRegistryService, 'register'>;
  readonly auth: Pick<AuthService, 'isPrincipal'>;
  readonly auditor: AuditorService;
  /** Reads a report after checking that the caller may. */
  readonly report: (
    entityRef: string,
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ) => Promise<ServiceReport>;
  readonly access: FleetAccess;
  readonly reader: FleetReader;
}

const attributes = { readOnly: true, destructive: false, idempotent: true };

/** Only a person may ask: a service has no ownership to check. */
function asUser(
  { auth }: ActionsOptions,
  credentials: BackstageCredentials,
): BackstageCredentials<BackstageUserPrincipal> {
  if (auth.isPrincipal(credentials, 'user')) return credentials;
  throw new NotAllowedError('Only a signed-in user may ask this');
}

interface Asked {
  readonly name: string;
  readonly credentials: BackstageCredentials;
  /** Which service is asked about, as the caller wrote it. */
  readonly entityRef?: string;
}

/** Answers a person, with an audit event that knows names alone: who, which action, which service. */
async function answer<T>(
  options: ActionsOptions,
  { name, credentials, entityRef }: Asked,
  call: (user: BackstageCredentials<BackstageUserPrincipal>) => Promise<T>,
): Promise<T> {
  const { auditor, auth } = options;
  const meta = {
    ...(auth.isPrincipal(credentials, 'user')
      ? { user: credentials.principal.userEntityRef }
      : {}),
    ...(entityRef === undefined ? {} : { entityRef }),
  };
  const eventId = `action-${name}`;
  return audited({ auditor, eventId, meta }, async () =>
    call(asUser(options, credentials)),
  );
}

function fullRef(entityRef: string): string {
  try {
    return stringifyEntityRef(
      parseEntityRef(entityRef, {
        defaultKind: 'component',
        defaultNamespace: 'default',
      }),
    );
  } catch {
    throw new InputError(
      'entityRef is no entity ref, as in component:default/name',
    );
  }
}

function diagnosisOf({ status, environments }: ServiceReport) {
  const findings = environments.flatMap(environment =>
    environment.findings.map(({ code, severity, message, remedy }) => ({
      code,
      severity,
      environment: environment.environment,
      message,
      remedy,
    })),
  );
  const { health, sentence } = status;
  return { health, sentence, findings };
}

function registerServiceActions(options: ActionsOptions): void {
  const { registry, report } = options;
  registry.register({
    name: 'service-report',
    title: 'Report of one service',
    description:
      "A service's database roles, leases, certificates and wiring between pod, Vault and database, with their state. No secret is in it.",
    attributes,
    schema: {
      input: z => z.object({ entityRef: z.string().max(200) }),
      output: z => z.object({ report: z.record(z.unknown()) }),
    },
    action: async ({ input: { entityRef }, credentials }) => {
      const asked = { name: 'service-report', credentials, entityRef };
      return answer(options, asked, async user => {
        const found = await report(fullRef(entityRef), user);
        return { output: { report: { ...found } } };
      });
    },
  });
  registry.register({
    name: 'doctor',
    title: 'What is wrong with a service, and what to do',
    description:
      'Explains why a service gets no database credential or certificate: the findings on its wiring, the most urgent first, each with its remedy.',
    attributes,
    schema: {
      input: z => z.object({ entityRef: z.string().max(200) }),
      output: z =>
        z.object({
          health: z.string(),
          sentence: z.string(),
          findings: z.array(
            z.object({
              code: z.string(),
              severity: z.string(),
              environment: z.string(),
              message: z.string(),
              remedy: z.string(),
            }),
          ),
        }),
    },
    action: async ({ input: { entityRef }, credentials }) => {
      const asked = { name: 'doctor', credentials, entityRef };
      return answer(options, asked, async user => ({
        output: diagnosisOf(await report(fullRef(entityRef), user)),
      }));
    },
  });
}

function registerFleetActions(options: ActionsOptions): void {
  const { registry, access, reader } = options;
  registry.register({
    name: 'fleet-findings',
    title: 'Findings of the fleet',
    description:
      'Services with their findings, worst first, as last collected. Filter by health, owner or text.',
    visibilityPermission: fleetReadPermission,
    attributes,
    schema: {
      input: z =>
        z.object({
          health: z.array(z.string()).optional(),
          owner: z.array(z.string()).optional(),
          text: z.string().max(200).optional(),
          limit: z.number().int().min(1).max(100).default(20),
          cursor: z.string().max(500).optional(),
        }),
      output: z =>
        z.object({
          rows: z.array(z.record(z.unknown())),
          total: z.number(),
          nextCursor: z.string().optional(),
        }),
    },
    action: async ({ input, credentials }) => {
      const asked = { name: 'fleet-findings', credentials };
      return answer(options, asked, async user => {
        await access.check(fleetReadPermission, user);
        const { limit, cursor, ...filter } = input;
        const page = await reader.page({
          filter: parseWith(fleetFilterSchema, filter),
          sort: 'worst',
          descending: false,
          limit,
          cursor,
        });
        const rows = page.items.map(row => ({ ...row }));
        const { total, nextCursor } = page;
        return { output: { rows, total, nextCursor } };
      });
    },
  });
  registry.register({
    name: 'expiry-calendar',
    title: 'What ends soon',
    description:
      'Certificates, CAs, issuance cliffs and static rotations that end within so many days, soonest first, with the services that feel it.',
    visibilityPermission: fleetReadPermission,
    attributes,
    schema: {
      input: z =>
        z.object({ days: z.number().int().min(1).max(365).default(90) }),
      output: z =>
        z.object({
          entries: z.array(z.record(z.unknown())),
          total: z.number(),
        }),
    },
    action: async ({ input, credentials }) => {
      const asked = { name: 'expiry-calendar', credentials };
      return answer(options, asked, async user => {
        await access.check(fleetReadPermission, user);
        const { entries, total } = await reader.expiry({}, input.days);
        const shown = entries.slice(0, 200).map(entry => ({ ...entry }));
        return { output: { entries: shown, total } };
      });
    },
  });
}

/** Offers the reading half of the plugin to tools, with the rights of whoever uses them. */
export function registerActions(options: ActionsOptions): void {
  registerServiceActions(options);
  registerFleetActions(options);
}
