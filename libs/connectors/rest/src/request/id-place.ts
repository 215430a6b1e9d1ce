/** Where a template has the whole id; `{id:path}` keeps the slashes of one that is a path itself. */
export const NAMES_WHOLE = /\{id(:path)?\}/;
