import { Engine } from '../Engine';
import { Mount } from './Mount';
import { TtlLimits } from '../lease/ttl';

/** A secrets engine lives at the top, an auth method below `auth/`. */
export type MountKind = 'secret' | 'auth';

/** A mounted engine and what the server keeps about it. */
export interface MountEntry {
  readonly kind: MountKind;
  readonly mount: Mount;
  readonly engine: Engine;
  /** Part of the server, answered by its own routes and not to be unmounted. */
  readonly builtIn: boolean;
  listingVisibility: string;
  tokenType: string;
  /** What a client stored that changes nothing here, such as audit settings. */
  readonly settings: Record<string, unknown>;
}

/** Where an API path leads. */
export interface Routed {
  readonly entry: MountEntry;
  /** Below the mount. */
  readonly rest: string;
}

/** API path of a mount: `database/`, `auth/kubernetes/`. */
export function apiPath(entry: MountEntry): string {
  return entry.kind === 'auth' ? `auth/${entry.mount.path}` : entry.mount.path;
}

/** All mounts by their API path. */
export class MountTable {
  private readonly entries = new Map<string, MountEntry>();

  constructor(private readonly system: TtlLimits) {}

  add(entry: MountEntry): void {
    this.entries.set(apiPath(entry), entry);
  }

  remove(entry: MountEntry): void {
    this.entries.delete(apiPath(entry));
  }

  get(kind: MountKind, path: string): MountEntry | undefined {
    return this.entries.get(kind === 'auth' ? `auth/${path}` : path);
  }

  /** Mounts of a kind in order of their paths. */
  list(kind: MountKind): MountEntry[] {
    return [...this.entries.values()]
      .filter(entry => entry.kind === kind)
      .sort((a, b) => (a.mount.path < b.mount.path ? -1 : 1));
  }

  /** The mount with the longest matching path. */
  route(path: string): Routed | undefined {
    const whole = this.entries.get(`${path}/`);
    if (whole) return { entry: whole, rest: '' };
    const prefix = [...this.entries.keys()]
      .filter(candidate => path.startsWith(candidate))
      .sort((a, b) => b.length - a.length)[0];
    const entry = prefix === undefined ? undefined : this.entries.get(prefix);
    return entry && { entry, rest: path.slice(prefix.length) };
  }

  /** A mount that the new path would hide, or be hidden by. */
  conflict(kind: MountKind, path: string): MountEntry | undefined {
    return this.list(kind).find(
      ({ mount }) => mount.path.startsWith(path) || path.startsWith(mount.path),
    );
  }

  /** What a mount's leases may last: its own values, else the system's. */
  limits(mount: Mount): TtlLimits {
    const maxTtl = mount.maxLeaseTtl || this.system.maxTtl;
    const defaultTtl = mount.defaultLeaseTtl || this.system.defaultTtl;
    // A default beyond the system's maximum is shown and kept; leases are cut when granted.
    return { maxTtl, defaultTtl };
  }

  get systemLimits(): TtlLimits {
    return this.system;
  }
}
