/** One mounted engine, as `sys/mounts` shows it. TTLs in seconds; 0 means the system default. */
export interface Mount {
  /** With its trailing slash, as Vault lists it: `database/`. */
  readonly path: string;
  readonly type: string;
  readonly accessor: string;
  readonly uuid: string;
  description: string;
  defaultLeaseTtl: number;
  maxLeaseTtl: number;
  options: Record<string, string> | null;
}
