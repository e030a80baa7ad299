import {
  changesSinceSchema,
  collectionStatusSchema,
  connectionListSchema,
  exceptionListSchema,
  ExceptionRequest,
  expiryCalendarSchema,
  findingExceptionSchema,
  fleetConcernsSchema,
  FleetFilter,
  fleetPageSchema,
  fleetSummarySchema,
  FleetTarget,
  historySchema,
  MuteRequest,
  reverseAccessSchema,
  reviewLogSchema,
  reviewResultSchema,
  rolePageSchema,
  SignOffRequest,
  UnmuteRequest,
  WithdrawRequest,
} from 'backstage-plugin-service-secrets-common';
import { z } from 'zod';

import { AskOptions, BackendCaller } from './BackendCaller';
import {
  Cancel,
  ExportFile,
  ExportFormat,
  FleetApi,
  RoleQuery,
  RowQuery,
} from './FleetApi';
import { fileName, queryString, QueryValues } from './fleetQuery';

const ROLES_PER_PAGE = 500;

/** The names of a row only: callers hand over whole rows, which are no query. */
function namesOf(target: FleetTarget | undefined): Partial<FleetTarget> {
  if (!target) return {};
  return { entityRef: target.entityRef, environment: target.environment };
}

/** Asks the backend plugin about the fleet. */
export class FleetClient implements FleetApi {
  constructor(private readonly backend: BackendCaller) {}

  async rows({ filter, ...page }: RowQuery, cancel?: Cancel) {
    return this.get('rows', fleetPageSchema, {
      values: { ...filter, ...page },
      ...cancel,
    });
  }

  async summary(filter: FleetFilter, cancel?: Cancel) {
    return this.get('summary', fleetSummarySchema, {
      values: filter,
      ...cancel,
    });
  }

  async status(cancel?: Cancel) {
    return this.get('run', collectionStatusSchema, { ...cancel });
  }

  async expiry(
    { filter, days }: { filter: FleetFilter; days: number },
    cancel?: Cancel,
  ) {
    return this.get('expiry', expiryCalendarSchema, {
      values: { ...filter, days },
      ...cancel,
    });
  }

  async roles(query: RoleQuery, cancel?: Cancel) {
    return this.get('roles', rolePageSchema, {
      values: { ...query, limit: ROLES_PER_PAGE },
      ...cancel,
    });
  }

  async concerns(cancel?: Cancel) {
    return this.get('concerns', fleetConcernsSchema, { ...cancel });
  }

  async connections(cancel?: Cancel) {
    return this.get('connections', connectionListSchema, { ...cancel });
  }

  async access(
    connection: { instance: string; mount: string; name: string },
    cancel?: Cancel,
  ) {
    const { instance, mount, name } = connection;
    return this.get('access', reverseAccessSchema, {
      values: { instance, mount, connection: name },
      ...cancel,
    });
  }

  async history(
    { target, days }: { target?: FleetTarget; days: number },
    cancel?: Cancel,
  ) {
    return this.get('history', historySchema, {
      values: { ...namesOf(target), days },
      ...cancel,
    });
  }

  async changes(
    { target, since }: { target?: FleetTarget; since?: string },
    cancel?: Cancel,
  ) {
    return this.get('changes', changesSinceSchema, {
      values: { ...namesOf(target), since },
      ...cancel,
    });
  }

  async reviewLog(target: FleetTarget, cancel?: Cancel) {
    return this.get('reviews', reviewLogSchema, {
      values: namesOf(target),
      ...cancel,
    });
  }

  async exceptions(
    { target, ended }: { target?: FleetTarget; ended: boolean },
    cancel?: Cancel,
  ) {
    return this.get('exceptions', exceptionListSchema, {
      values: { ...namesOf(target), ended: String(ended) },
      ...cancel,
    });
  }

  async exportFile(
    filter: FleetFilter,
    format: ExportFormat,
  ): Promise<ExportFile> {
    const query = queryString({ ...filter, format });
    const response = await this.backend.send(`/v1/fleet/export${query}`, {});
    const disposition = response.headers.get('content-disposition');
    return {
      name: fileName(disposition, `service-secrets.${format}`),
      content: await response.blob(),
    };
  }

  async collect() {
    return this.post('run', collectionStatusSchema, { method: 'POST' });
  }

  async signOff(body: SignOffRequest) {
    return this.post('reviews', reviewResultSchema, { body });
  }

  async withdraw(body: WithdrawRequest) {
    return this.post('withdrawals', reviewResultSchema, { body });
  }

  async except(body: ExceptionRequest) {
    return this.post('exceptions', findingExceptionSchema, { body });
  }

  async endException(id: string) {
    return this.post(
      `exceptions/${encodeURIComponent(id)}`,
      findingExceptionSchema,
      { method: 'DELETE' },
    );
  }

  async mute(body: MuteRequest) {
    return this.post('mutes', reviewResultSchema, { body });
  }

  async unmute(body: UnmuteRequest) {
    return this.post('unmutes', reviewResultSchema, { body });
  }

  private async get<T>(
    name: string,
    schema: z.ZodType<T>,
    { values, signal }: { values?: QueryValues; signal?: AbortSignal },
  ): Promise<T> {
    const path = `/v1/fleet/${name}${queryString(values ?? {})}`;
    return this.backend.ask(path, schema, { signal });
  }

  private async post<T>(
    name: string,
    schema: z.ZodType<T>,
    options: AskOptions,
  ): Promise<T> {
    return this.backend.ask(`/v1/fleet/${name}`, schema, options);
  }
}
