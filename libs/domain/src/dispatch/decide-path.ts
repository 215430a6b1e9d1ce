import type { ExecutionPath, PathChoice } from './pace.js';

/** A run of more records than this is paced. */
const MOST_RECORDS = 50_000;
/** So is one against a provider that answered so large a share of calls with 429 or 5xx. */
const MOST_TROUBLE = 0.05;
/** Of fewer calls than this a share says nothing. */
const FEWEST_CALLS = 20;

/** What is known of a run when its path is chosen. */
export interface PathFacts {
  /** Records it is planned to read, or else the last run of its kind read; null: unknown. */
  readonly records: number | null;
  /** Calls of its connection within the last hour, and how many of them were answered with 429 or 5xx. */
  readonly calls: { readonly all: number; readonly troubled: number };
}

export const NOTHING_KNOWN: PathFacts = { records: null, calls: { all: 0, troubled: 0 } };

/** The path of a run, with its reason. */
export function decidePath(choice: PathChoice, { records, calls }: PathFacts): ExecutionPath {
  if (choice !== 'auto') return { kind: choice, why: 'as the job says' };
  const known = records ?? 0;
  if (known > MOST_RECORDS)
    return { kind: 'enterprise', why: `${known} records are more than ${MOST_RECORDS}` };
  const share = calls.all < FEWEST_CALLS ? 0 : calls.troubled / calls.all;
  if (share >= MOST_TROUBLE) {
    const percent = Math.round(share * 1000) / 10;
    return {
      kind: 'enterprise',
      why: `${percent} % of the calls within an hour were answered with 429 or 5xx`,
    };
  }
  const size = records === null ? 'how many records there are is not known' : `${records} records`;
  return { kind: 'primary', why: `${size}, and no trouble with the provider` };
}

/** The path of a run before its first page, once its size is known: it may turn out larger than it was taken for. */
export function decidePathAnew(
  path: ExecutionPath,
  choice: PathChoice,
  records: number | null,
): ExecutionPath {
  if (choice !== 'auto' || path.kind === 'enterprise') return path;
  return decidePath(choice, { ...NOTHING_KNOWN, records });
}
