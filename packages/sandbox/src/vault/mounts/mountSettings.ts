import {
  commaListField,
  durationComplaint,
  FieldData,
  parseDuration,
  textField,
} from '../engines/fields';
import { TtlLimits } from '../lease/ttl';
import { badRequest } from '../problems';
import { MountEntry } from './MountTable';

const listSettings = [
  'audit_non_hmac_request_keys',
  'audit_non_hmac_response_keys',
  'passthrough_request_headers',
  'allowed_response_headers',
  'allowed_managed_keys',
];

const tokenTypes = ['default-service', 'default-batch', 'service', 'batch'];

function leaseTtl(
  data: FieldData,
  field: string,
  word: string,
): number | undefined {
  const text = textField(data, field);
  if (text === undefined) return undefined;
  if (text === '' || text === 'system') return 0;
  const seconds = parseDuration(text);
  if (seconds === undefined || seconds < 0) {
    throw badRequest(
      `unable to parse ${word} TTL of ${text}: time: invalid duration "${text}"`,
    );
  }
  return seconds;
}

function checkTtls(ttls: TtlLimits, system: TtlLimits): void {
  if (ttls.maxTtl > 0 && ttls.defaultTtl > ttls.maxTtl) {
    throw badRequest(
      'given default lease TTL greater than given max lease TTL',
    );
  }
  if (ttls.maxTtl === 0 && ttls.defaultTtl > system.maxTtl) {
    throw badRequest(
      `given default lease TTL greater than system max lease TTL of ${system.maxTtl}`,
    );
  }
}

function visibility(data: FieldData): string | undefined {
  const value = textField(data, 'listing_visibility');
  if (value === undefined || ['', 'hidden', 'unauth'].includes(value)) {
    return value;
  }
  throw badRequest(`invalid listing_visibility ${value}`);
}

function tokenType(data: FieldData): string | undefined {
  const value = textField(data, 'token_type');
  if (value === undefined || value === '' || tokenTypes.includes(value)) {
    return value;
  }
  throw badRequest("invalid value for 'token_type'");
}

/** The TTLs of an enable or tune request, checked against each other; absent ones keep what is stored. */
export function readTtls(
  data: FieldData,
  present: TtlLimits,
  system: TtlLimits,
): TtlLimits {
  const ttls = {
    defaultTtl:
      leaseTtl(data, 'default_lease_ttl', 'default') ?? present.defaultTtl,
    maxTtl: leaseTtl(data, 'max_lease_ttl', 'max') ?? present.maxTtl,
  };
  checkTtls(ttls, system);
  return ttls;
}

/** The same for a tune request, whose problems have words of their own. */
export function readTunedTtls(data: FieldData, present: TtlLimits): TtlLimits {
  for (const field of ['default_lease_ttl', 'max_lease_ttl']) {
    const text = textField(data, field) ?? '';
    const empty = text === '' || text === 'system';
    if (!empty && parseDuration(text) === undefined) {
      throw badRequest(durationComplaint(text));
    }
  }
  const defaultTtl =
    leaseTtl(data, 'default_lease_ttl', 'default') ?? present.defaultTtl;
  const maxTtl = leaseTtl(data, 'max_lease_ttl', 'max') ?? present.maxTtl;
  if (maxTtl > 0 && maxTtl < defaultTtl) {
    throw badRequest(
      `backend max lease TTL of ${maxTtl} would be less than backend default lease TTL of ${defaultTtl}`,
    );
  }
  return { defaultTtl, maxTtl };
}

/** Takes over what a request says about a mount, TTLs excepted. */
export function applySettings(entry: MountEntry, data: FieldData): void {
  const shown = visibility(data);
  const type = tokenType(data);
  if (shown !== undefined) entry.listingVisibility = shown;
  if (type) entry.tokenType = type;
  for (const name of listSettings) {
    const value = commaListField(data, name);
    if (value) entry.settings[name] = value;
  }
}

/** The settings that are only shown when set. */
export function optionalSettings(entry: MountEntry): Record<string, unknown> {
  return {
    ...entry.settings,
    ...(entry.listingVisibility && {
      listing_visibility: entry.listingVisibility,
    }),
    ...(entry.kind === 'auth' && { token_type: entry.tokenType }),
  };
}
