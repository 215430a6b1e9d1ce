const { DATABASE_URL: _notTheirs, ...inherited } = process.env;

/**
 * What the commands of the README inherit: everything but a developer's own database.
 * The tests of the house read the environment here and nowhere else.
 */
export const inheritedEnvironment = inherited;

/** Folders in which programs are looked for that are not ours: promtool. */
export const programPath = process.env['PATH'] ?? '';
