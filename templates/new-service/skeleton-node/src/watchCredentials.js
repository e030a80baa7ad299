const EVERY_MS = 1_000;

/**
 * Looks for new credentials once a second and at every SIGHUP; answers how to
 * end that. Reading a small file in memory costs nothing, and unlike a file
 * watcher it works for every way a file can be replaced.
 */
export function watchCredentials(pool, everyMs = EVERY_MS) {
  const look = () => pool.reload();
  const timer = setInterval(look, everyMs);
  timer.unref();
  process.on('SIGHUP', look);
  return () => {
    clearInterval(timer);
    process.off('SIGHUP', look);
  };
}
