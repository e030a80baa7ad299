/** Go's own rendering of a duration in seconds: `1h30m0s`. */
export function goDuration(seconds: number): string {
  if (seconds === 0) return '0s';
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = `${seconds % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}

/** Go's rendering without trailing zero units, as Vault's TTL warnings use it: `768h`. */
export function shortDuration(seconds: number): string {
  return goDuration(seconds)
    .replace(/(?<=m)0s$/, '')
    .replace(/(?<=h)0m$/, '');
}

/** RFC 3339 with as few fraction digits as Go prints. */
export function rfc3339(milliseconds: number): string {
  return new Date(milliseconds)
    .toISOString()
    .replace(/(\.\d*?)0+Z$/, '$1Z')
    .replace('.Z', 'Z');
}

/** Whole seconds since the epoch. */
export function unixSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
