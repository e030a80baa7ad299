import { goDuration, rfc3339 } from '../../values/duration';

interface Version {
  readonly createdAt: number;
  data: Record<string, unknown> | null;
  deletedAt?: number;
  destroyed: boolean;
}

/** Settings of one secret, or of the whole mount. 0 versions means ten. */
export interface VersionSettings {
  maxVersions: number;
  casRequired: boolean;
  deleteVersionAfter: number;
}

/** Nothing set. */
export function noSettings(): VersionSettings {
  return { maxVersions: 0, casRequired: false, deleteVersionAfter: 0 };
}

const standardMaxVersions = 10;

/** One secret of kv version 2 with its past. Times in milliseconds since the epoch. */
export class SecretVersions {
  readonly settings = noSettings();
  customMetadata: Record<string, string> | null = null;
  private readonly versions = new Map<number, Version>();
  private current = 0;
  private updatedAt: number;

  constructor(private readonly createdAt: number) {
    this.updatedAt = createdAt;
  }

  get currentVersion(): number {
    return this.current;
  }

  touch(now: number): void {
    this.updatedAt = now;
  }

  add(
    data: Record<string, unknown>,
    now: number,
    mount: VersionSettings,
  ): number {
    this.current += 1;
    const after = this.settings.deleteVersionAfter || mount.deleteVersionAfter;
    this.versions.set(this.current, {
      createdAt: now,
      data,
      deletedAt: after > 0 ? now + after * 1000 : undefined,
      destroyed: false,
    });
    this.updatedAt = now;
    this.forgetOld(
      this.settings.maxVersions || mount.maxVersions || standardMaxVersions,
    );
    return this.current;
  }

  /** Data of a version, null when deleted or destroyed, undefined when it never was. */
  data(
    version: number,
    now: number,
  ): Record<string, unknown> | null | undefined {
    const found = this.versions.get(version);
    if (!found) return undefined;
    const deleted = found.deletedAt !== undefined && found.deletedAt <= now;
    return deleted || found.destroyed ? null : found.data;
  }

  markDeleted(versions: readonly number[], now: number): void {
    this.each(versions, version => {
      if (!version.destroyed) version.deletedAt = now;
    });
  }

  undelete(versions: readonly number[]): void {
    this.each(versions, version => {
      if (!version.destroyed) version.deletedAt = undefined;
    });
  }

  destroy(versions: readonly number[]): void {
    this.each(versions, version => {
      version.destroyed = true;
      version.data = null;
    });
  }

  describeVersion(version: number): Record<string, unknown> | undefined {
    const found = this.versions.get(version);
    return (
      found && {
        ...times(found),
        version,
        custom_metadata: this.customMetadata,
      }
    );
  }

  describe(): Record<string, unknown> {
    const numbers = [...this.versions.keys()];
    return {
      created_time: rfc3339(this.createdAt),
      updated_time: rfc3339(this.updatedAt),
      current_version: this.current,
      // Named only once versions have been dropped.
      oldest_version: numbers.length > 0 && numbers[0] > 1 ? numbers[0] : 0,
      ...describeSettings(this.settings),
      custom_metadata: this.customMetadata,
      versions: Object.fromEntries(
        [...this.versions].map(([number, version]) => [number, times(version)]),
      ),
    };
  }

  private each(
    versions: readonly number[],
    change: (version: Version) => void,
  ): void {
    for (const number of versions) {
      const version = this.versions.get(number);
      if (version) change(version);
    }
  }

  private forgetOld(kept: number): void {
    for (const number of this.versions.keys()) {
      if (number <= this.current - kept) this.versions.delete(number);
    }
  }
}

function times(version: Version): Record<string, unknown> {
  return {
    created_time: rfc3339(version.createdAt),
    deletion_time:
      version.deletedAt === undefined ? '' : rfc3339(version.deletedAt),
    destroyed: version.destroyed,
  };
}

/** Settings as Vault shows them. */
export function describeSettings(
  settings: VersionSettings,
): Record<string, unknown> {
  return {
    max_versions: settings.maxVersions,
    cas_required: settings.casRequired,
    delete_version_after: goDuration(settings.deleteVersionAfter),
  };
}
