import { SyncError } from '@evenkeel/domain';

export interface Link {
  readonly target: string;
  /** Names in lower case; of a parameter that comes twice the first counts. */
  readonly parameters: ReadonlyMap<string, string>;
}

const BETWEEN = /[\s,]*/y;
const TARGET = /<([^>]*)>/y;
/** A token, and behind `=` a token or a quoted string with its quoted pairs (RFC 9110, 5.6). A `;` may stand alone. */
const PARAMETER = /\s*;\s*(?:([\w!#$%&'*+.^`|~-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",;]+)))?)?/y;
const END = /\s*(?=,|$)/y;

/** The links of a `Link` header (RFC 8288). Throws `provider.unexpected_shape` where it cannot be read to its end. */
export function parseLinks(header: string): readonly Link[] {
  const links: Link[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(header);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  for (;;) {
    take(BETWEEN);
    if (at === header.length) return links;
    const target = take(TARGET)?.[1];
    if (target === undefined) throw unreadable(header, at);
    const parameters = new Map<string, string>();
    for (let found = take(PARAMETER); found !== null; found = take(PARAMETER)) {
      const [, name, quoted, token] = found;
      const key = name?.toLowerCase();
      if (key !== undefined && !parameters.has(key))
        parameters.set(key, quoted?.replace(/\\(.)/g, '$1') ?? token ?? '');
    }
    if (take(END) === null) throw unreadable(header, at);
    links.push({ target, parameters });
  }
}

/** The target of the link whose relation is "next"; null where there is none. */
export function nextLink(header: string): string | null {
  const next = parseLinks(header).find(({ parameters }) =>
    (parameters.get('rel') ?? '').toLowerCase().split(/\s+/).includes('next'),
  );
  return next?.target ?? null;
}

const SHOWN = 40;

function unreadable(header: string, at: number): SyncError {
  const rest = header.slice(at, at + SHOWN);
  return new SyncError('provider.unexpected_shape', `The Link header cannot be read from here on: ${rest}`);
}
