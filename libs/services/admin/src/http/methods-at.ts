import { API_PREFIX, operationList } from '@evenkeel/contracts-admin';

const ROUTES = operationList.map(({ method, path }) => ({
  method,
  // Names in paths are text, so that none of it is special in a pattern.
  pattern: new RegExp(`^${API_PREFIX}${path.replaceAll(/:\w+/g, '[^/]+')}$`),
}));

/** Whether a path is one of the admin API's, however it is written. */
export function isOfApi(path: string): boolean {
  return `${path.toLowerCase()}/`.startsWith(`${API_PREFIX}/`);
}

/** The methods that a path takes, sorted; empty where nothing is there: letter case and a slash at the end count. */
export function methodsAt(path: string): readonly string[] {
  const methods = new Set<string>(
    ROUTES.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method),
  );
  if (methods.size === 0) return [];
  // What reads is also asked about without its body.
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods.add('OPTIONS')].sort();
}
