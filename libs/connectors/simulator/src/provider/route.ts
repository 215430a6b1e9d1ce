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
  /** `/batch/<stream>`: several records are written. */
  readonly batch: boolean;
  /** `/lookup/<stream>`: records by what they were created with. */
  readonly lookUp: boolean;
  /** `/operations/<token>`: what became of a write that was accepted. */
  readonly operation: string | undefined;
  /** Undefined for a listing. */
  readonly id: string | undefined;
}

export function routeOf(pathname: string): Route {
  const [, base = '', rules = '', path = '/'] = /^(\/faults\/([^/]*))?(\/.*)?$/.exec(pathname) ?? [];
  const names = path.split('/').slice(1).map(decodeURIComponent);
  const [area = ''] = names;
  const [stream = '', id] = AREAS.includes(area) ? names.slice(1) : names;
  return {
    ...{ base, rules: decodeURIComponent(rules), path, stream, id },
    ...{
      feed: area === 'changes',
      keys: area === 'keys',
      batch: area === 'batch',
      lookUp: area === 'lookup',
    },
    operation: area === 'operations' ? stream : undefined,
  };
}

const AREAS = ['changes', 'keys', 'batch', 'lookup', 'operations'];
