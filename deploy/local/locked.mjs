/**
 * Whether what npm says it installed is what the lockfile asks for.
 *
 * @param {Record<string, object>} locked `packages` of package-lock.json
 * @param {Record<string, object>} installed `packages` of node_modules/.package-lock.json
 * @param {{ development: boolean, exists: (path: string) => boolean }} asked whether what is only for development counts, and whether a
 *   path of the checkout is there
 */
export function installedAsLocked(locked, installed, { development, exists }) {
  return Object.entries(locked).every(([path, wanted]) => {
    if (!path.startsWith('node_modules/')) return true;
    if (wanted.dev && !development) return true;
    // A project of this checkout is a link; the lockfile may already know one that is not committed yet.
    if (wanted.link) return exists(path) || !exists(wanted.resolved);
    const present = installed[path];
    // Other platforms' packages are optional and absent; what is there must be the locked version.
    if (!present) return Boolean(wanted.optional || wanted.devOptional || wanted.peer);
    return present.version === wanted.version;
  });
}
