import { MountEntry, MountTable } from './MountTable';
import { optionalSettings } from './mountSettings';
import { vaultVersion } from '../version';

/** A mount as `sys/mounts` and `sys/auth` show it; TTLs of 0 stand for the system's. */
export function describeMount(entry: MountEntry): Record<string, unknown> {
  const { mount } = entry;
  return {
    type: mount.type,
    description: mount.description,
    accessor: mount.accessor,
    local: false,
    seal_wrap: false,
    external_entropy_access: false,
    options: mount.options,
    uuid: mount.uuid,
    plugin_version: '',
    running_plugin_version: `v${vaultVersion}+builtin.vault`,
    running_sha256: '',
    deprecation_status: 'supported',
    config: {
      default_lease_ttl: mount.defaultLeaseTtl,
      max_lease_ttl: mount.maxLeaseTtl,
      force_no_cache: false,
      ...optionalSettings(entry),
    },
  };
}

/** A mount as its `tune` endpoint shows it; TTLs are the effective ones. */
export function describeTuning(
  mounts: MountTable,
  entry: MountEntry,
): Record<string, unknown> {
  const limits = mounts.limits(entry.mount);
  return {
    description: entry.mount.description,
    default_lease_ttl: limits.defaultTtl,
    max_lease_ttl: limits.maxTtl,
    force_no_cache: false,
    ...(Object.keys(entry.mount.options ?? {}).length > 0 && {
      options: entry.mount.options,
    }),
    ...optionalSettings(entry),
  };
}
