import type { RawBody } from '../objects/decode';
import type { User } from '../auth/User';
import type { RequestInfo } from './requestInfo';

/** One authenticated and authorized request. */
export interface Call {
  readonly info: RequestInfo;
  readonly user: User;
  readonly accept: string | undefined;
  readonly userAgent: string;
  readonly body: RawBody;
  warn(text: string): void;
}

/** The name recorded in `managedFields`: as the caller says, else what its user agent begins with. */
export function managerOf({ info, userAgent }: Call): string {
  const named = info.query.get('fieldManager');
  return named || userAgent.split('/')[0].slice(0, 128) || 'unknown';
}
