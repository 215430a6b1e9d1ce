/** What the path of a call names. */
export interface Route {
  /** `/faults/<rules>`, if the caller brings its own faults. */
  readonly base: string;
  /** Those rules, as text. */
  readonly rules: string;
  /** The path behind them. */
  readonly path: string;
  readonly stream: string;
  /** `/changes/<stream>` rather than `/<stream>`. */
  readonly feed: boolean;
  /** `/keys/<stream>`: what a stream tells of its keys. */
  readonly keys: boolean;
  /** Undefined for a listing. */
  readonly id: string | undefined;
}

export function routeOf(pathname: string): Route {
  const [, base = '', rules = '', path = '/'] = /^(\/faults\/([^/]*))?(\/.*)?$/.exec(pathname) ?? [];
  const names = path.split('/').slice(1).map(decodeURIComponent);
  const feed = names[0] === 'changes';
  const keys = names[0] === 'keys';
  const [stream = '', id] = feed || keys ? names.slice(1) : names;
  return { base, rules: decodeURIComponent(rules), path, stream, feed, keys, id };
}
