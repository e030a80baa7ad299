import { createApiRef } from '@backstage/core-plugin-api';
import {
  ChangesSince,
  CollectionStatus,
  Connection,
  ConnectionList,
  ExceptionList,
  ExceptionRequest,
  ExpiryCalendar,
  FindingException,
  FleetConcerns,
  FleetFilter,
  FleetPage,
  FleetSummary,
  FleetTarget,
  History,
  MuteRequest,
  ReverseAccess,
  ReviewLog,
  ReviewResult,
  RoleConcern,
  RolePage,
  SignOffRequest,
  UnmuteRequest,
  WithdrawRequest,
} from 'backstage-plugin-service-secrets-common';

/** Lets go of a question nobody waits for any more. */
export interface Cancel {
  readonly signal?: AbortSignal;
}

/** Which page of rows to read, worst first. */
export interface RowQuery {
  readonly filter: FleetFilter;
  readonly limit: number;
  readonly cursor?: string;
}

/** Which roles with a question to list. */
export interface RoleQuery {
  readonly concern?: RoleConcern;
  readonly cursor?: string;
}

/** A file the backend wrote. */
export interface ExportFile {
  readonly name: string;
  readonly content: Blob;
}

/** What an export is written as. */
export type ExportFormat = 'csv' | 'json';

/** What the fleet page asks the backend: reading needs `service-secrets.fleet.read`, what comes after `exportFile` `service-secrets.fleet.review`. */
export interface FleetApi {
  rows(query: RowQuery, cancel?: Cancel): Promise<FleetPage>;
  summary(filter: FleetFilter, cancel?: Cancel): Promise<FleetSummary>;
  status(cancel?: Cancel): Promise<CollectionStatus>;
  expiry(
    query: { readonly filter: FleetFilter; readonly days: number },
    cancel?: Cancel,
  ): Promise<ExpiryCalendar>;
  roles(query: RoleQuery, cancel?: Cancel): Promise<RolePage>;
  concerns(cancel?: Cancel): Promise<FleetConcerns>;
  connections(cancel?: Cancel): Promise<ConnectionList>;
  access(
    connection: Pick<Connection, 'instance' | 'mount' | 'name'>,
    cancel?: Cancel,
  ): Promise<ReverseAccess>;
  /** Of the fleet, or of one row. */
  history(
    query: { readonly target?: FleetTarget; readonly days: number },
    cancel?: Cancel,
  ): Promise<History>;
  /** Since a moment, or since the last review; of the fleet, or of one row. */
  changes(
    query: { readonly since?: string; readonly target?: FleetTarget },
    cancel?: Cancel,
  ): Promise<ChangesSince>;
  reviewLog(target: FleetTarget, cancel?: Cancel): Promise<ReviewLog>;
  /** Of the fleet, or of one row; those that hold, and on demand those that ended. */
  exceptions(
    query: { readonly ended: boolean; readonly target?: FleetTarget },
    cancel?: Cancel,
  ): Promise<ExceptionList>;
  exportFile(filter: FleetFilter, format: ExportFormat): Promise<ExportFile>;
  collect(): Promise<CollectionStatus>;
  signOff(request: SignOffRequest): Promise<ReviewResult>;
  withdraw(request: WithdrawRequest): Promise<ReviewResult>;
  except(request: ExceptionRequest): Promise<FindingException>;
  endException(id: string): Promise<FindingException>;
  /** The owners of these rows get no notices until a day. */
  mute(request: MuteRequest): Promise<ReviewResult>;
  unmute(request: UnmuteRequest): Promise<ReviewResult>;
}

/** The API of the fleet page; replace it to feed the page from elsewhere. */
export const fleetApiRef = createApiRef<FleetApi>({
  id: 'plugin.service-secrets.fleet',
});
