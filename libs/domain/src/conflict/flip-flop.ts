/** The engine wrote a field of a record on one side, because the other side had changed. */
export interface EngineWrite {
  /** Text of the place. */
  readonly path: string;
  /** The side that was written to. */
  readonly to: 'local' | 'remote';
  /** What the field held on that side before and after, as hashes or texts that are equal for equal values. */
  readonly before: string;
  readonly after: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Whether a change by a person is known to have caused it: one that was captured here, or that the provider says a person made. */
  readonly isAsked: boolean;
}

export const FLIP_FLOP_HOURS = 24;
const WATCHED_MS = FLIP_FLOP_HOURS * 3_600_000;

export type FlipFlopDecision =
  | { readonly kind: 'go_on'; readonly writes: readonly EngineWrite[] }
  | { readonly kind: 'quarantine'; readonly writes: readonly EngineWrite[]; readonly path: string };

/**
 * Whether a record goes back and forth because of the engine: of one field, writes to one side and to the other in turn, each of which puts
 * back the value that the write before had replaced, more than `limit` times in 24 hours and without a change by a person among them.
 * A source that changes its mind by itself is none: it makes writes to one side alone.
 *
 * @param before what was kept of earlier writes
 * @returns with what is to be kept
 */
export function watchFlips(
  before: readonly EngineWrite[],
  added: readonly EngineWrite[],
  limit: number,
): FlipFlopDecision {
  const all = [...before, ...added];
  const nowMs = all.reduce((last, { atMs }) => Math.max(last, atMs), 0);
  const recent = all.filter(({ atMs }) => atMs > nowMs - WATCHED_MS);
  const paths = new Set(recent.map(({ path }) => path));
  const chains = [...paths].map((path) => lastChain(recent.filter((write) => write.path === path)));
  const writes = chains.flatMap((chain) => chain.slice(-limit - 2));
  const flipping = chains.find((chain) => chain.length - 1 > limit)?.[0];
  return flipping === undefined
    ? { kind: 'go_on', writes }
    : { kind: 'quarantine', writes, path: flipping.path };
}

/** The last write of a field, with those before it of which each next one is a flip. */
function lastChain(writes: readonly EngineWrite[]): readonly EngineWrite[] {
  let start = writes.length - 1;
  while (start > 0 && isFlip(writes[start - 1] as EngineWrite, writes[start] as EngineWrite)) start -= 1;
  return writes.slice(start);
}

function isFlip(one: EngineWrite, next: EngineWrite): boolean {
  return !next.isAsked && one.to !== next.to && next.after === one.before && next.before === one.after;
}
