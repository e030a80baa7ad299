import type {
  AuditorService,
  BackstageCredentials,
  BackstageUserPrincipal,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  exceptionRequestSchema,
  FleetExport,
  fleetReadPermission,
  fleetReviewPermission,
  muteRequestSchema,
  roleConcernSchema,
  signOffRequestSchema,
  unmuteRequestSchema,
  withdrawRequestSchema,
} from 'backstage-plugin-service-secrets-common';
import type { Request, Response, Router } from 'express';
import { z } from 'zod';

import { audited } from '../../serve/edge';
import { FleetAccess } from '../../serve/FleetAccess';
import { ApiRoutes } from '../../serve/openapi/ApiPart';
import { parseWith } from '../../serve/parseWith';
import { promised } from '../../serve/promised';
import { toCsv } from './exportFile';
import { fleetApi } from './fleetApi';
import { FleetReader } from './FleetReader';
import { MuteService } from './MuteService';
import {
  filterOf,
  numberOr,
  once,
  queryOf,
  requiredTarget,
  targetOf,
} from './parseQuery';
import { ReviewService } from './ReviewService';

/** What the routes of the fleet call. */
export interface FleetRoutesOptions {
  readonly httpAuth: HttpAuthService;
  readonly auditor: AuditorService;
  readonly access: FleetAccess;
  readonly reader: FleetReader;
  readonly reviews: ReviewService;
  readonly mutes: MuteService;
  /** Asks for a collection, and starts it here when it is nobody's turn. */
  readonly collectNow: (by: string) => Promise<void>;
  readonly clock: () => Date;
}

const ninetyDays = 90;
const rolesSearch = z.object({
  concern: roleConcernSchema.optional(),
  instance: z.string().optional(),
  text: z.string().optional(),
  limit: z.int().min(1).max(500),
  offset: z.int().min(0),
});

/** Who asks, and may. */
interface Caller {
  readonly by: string;
  readonly credentials: BackstageCredentials<BackstageUserPrincipal>;
}

type Ask = (req: Request, caller: Caller) => Promise<unknown>;

function momentOf(value: string | undefined): number | undefined {
  const at = value === undefined ? undefined : Date.parse(value);
  if (Number.isNaN(at)) throw new InputError('since is no time');
  return at;
}

function reading({
  access,
  reader,
  reviews,
}: FleetRoutesOptions): Record<string, Ask> {
  return {
    rows: req => reader.page(queryOf(req.query)),
    summary: req => reader.summary(filterOf(req.query)),
    run: async (_req, { credentials }) => ({
      ...(await reader.status()),
      mayReview: await access.may(fleetReviewPermission, credentials),
    }),
    expiry: req =>
      reader.expiry(filterOf(req.query), numberOr(req.query.days, ninetyDays)),
    roles: ({ query }) =>
      reader.roles(
        parseWith(rolesSearch, {
          concern: once(query.concern),
          instance: once(query.instance),
          text: once(query.text),
          limit: numberOr(query.limit, 100),
          offset: numberOr(query.cursor, 0),
        }),
      ),
    concerns: () => reader.concerns(),
    connections: () => reader.connections(),
    access: ({ query }) =>
      reader.access({
        instance: once(query.instance) ?? '',
        mount: once(query.mount) ?? '',
        name: once(query.connection) ?? '',
      }),
    history: ({ query }) =>
      reader.history(targetOf(query), numberOr(query.days, ninetyDays)),
    changes: ({ query }) =>
      reader.changes(targetOf(query), momentOf(once(query.since))),
    reviews: req => reviews.log(requiredTarget(req.query)),
    exceptions: ({ query }) =>
      reviews.exceptions(targetOf(query), String(query.ended) === 'true'),
  };
}

function writing(options: FleetRoutesOptions): Record<string, Ask> {
  const { reader, reviews, mutes, collectNow } = options;
  return {
    run: async (_req, { by }) => {
      await collectNow(by);
      // Else it had been refused.
      return { ...(await reader.status()), mayReview: true };
    },
    reviews: (req, { by }) =>
      reviews.signOff(parseWith(signOffRequestSchema, req.body), by),
    withdrawals: (req, { by }) =>
      reviews.withdraw(parseWith(withdrawRequestSchema, req.body), by),
    mutes: (req, { by }) =>
      mutes.mute(parseWith(muteRequestSchema, req.body), by),
    unmutes: req => mutes.unmute(parseWith(unmuteRequestSchema, req.body)),
    exceptions: (req, { by }) =>
      reviews.except(parseWith(exceptionRequestSchema, req.body), by),
  };
}

const statusOfWrite: Readonly<Record<string, number>> = {
  run: 202,
  exceptions: 201,
};

/** Ids only: notes and reasons are the reviewer's words and stay in the database. */
function auditMeta(req: Request): Record<string, string> {
  const body: unknown = req.body;
  const named = z
    .object({
      targets: z
        .array(z.object({ entityRef: z.string(), environment: z.string() }))
        .optional(),
      entityRef: z.string().optional(),
      findingId: z.string().optional(),
    })
    .safeParse(body ?? {}).data;
  const targets = named?.targets?.map(
    ({ entityRef, environment }) => `${entityRef}#${environment}`,
  );
  return {
    ...(targets ? { targets: targets.join(' ') } : {}),
    ...(named?.entityRef ? { entityRef: named.entityRef } : {}),
    ...(named?.findingId ? { findingId: named.findingId } : {}),
    ...(req.params.id ? { exceptionId: req.params.id } : {}),
  };
}

async function sendExport(
  { reader, clock }: FleetRoutesOptions,
  { req, res }: { req: Request; res: Response },
  by: string,
): Promise<void> {
  const filter = filterOf(req.query);
  const rows = await reader.rows(filter);
  const at = clock().toISOString();
  const isCsv = once(req.query.format) !== 'json';
  const name = `service-secrets-${at.slice(0, 10)}.${isCsv ? 'csv' : 'json'}`;
  res.attachment(name);
  if (isCsv) {
    res.type('text/csv; charset=utf-8').send(toCsv(rows));
    return;
  }
  const answer: FleetExport = { exportedAt: at, exportedBy: by, filter, rows };
  res.json(answer);
}

interface Event {
  readonly eventId: string;
  readonly isWrite: boolean;
}

type Answer = (req: Request, res: Response, caller: Caller) => Promise<void>;

/** Audits, authorises, and only then asks. */
function guarded(
  { httpAuth, auditor, access }: FleetRoutesOptions,
  { eventId, isWrite }: Event,
  answer: Answer,
) {
  return promised(async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const permission = isWrite ? fleetReviewPermission : fleetReadPermission;
    const meta = auditMeta(req);
    const severityLevel = isWrite ? 'medium' : 'low';
    const call = {
      auditor,
      request: req,
      eventId,
      meta,
      severityLevel,
    } as const;
    await audited(call, async () => {
      const by = await access.check(permission, credentials);
      await answer(req, res, { by, credentials });
    });
  });
}

/** The routes of the fleet: who asks, whether they may, one call, one answer. */
export function fleetRoutes(options: FleetRoutesOptions): ApiRoutes {
  const { reviews } = options;
  const mount = (router: Router): void => {
    for (const [name, ask] of Object.entries(reading(options))) {
      const event = { eventId: `fleet-${name}-read`, isWrite: false };
      const answer: Answer = async (req, res, caller) => {
        res.json(await ask(req, caller));
      };
      router.get(`/v1/fleet/${name}`, guarded(options, event, answer));
    }
    for (const [name, ask] of Object.entries(writing(options))) {
      const event = { eventId: `fleet-${name}-write`, isWrite: true };
      const answer: Answer = async (req, res, caller) => {
        res.status(statusOfWrite[name] ?? 200).json(await ask(req, caller));
      };
      router.post(`/v1/fleet/${name}`, guarded(options, event, answer));
    }
    const ending = { eventId: 'fleet-exception-end', isWrite: true };
    const end: Answer = async (req, res, { by }) => {
      res.json(await reviews.endException(req.params.id, by));
    };
    const exceptionPath = '/v1/fleet/exceptions/:id';
    router.delete(exceptionPath, guarded(options, ending, end));
    const exporting = { eventId: 'fleet-export', isWrite: false };
    const send: Answer = (req, res, { by }) =>
      sendExport(options, { req, res }, by);
    router.get('/v1/fleet/export', guarded(options, exporting, send));
  };
  return { api: fleetApi, mount };
}
