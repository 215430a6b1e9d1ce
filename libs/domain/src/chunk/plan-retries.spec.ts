import fc from 'fast-check';
import type { Chunk } from './chunk.js';
import type { Slice } from './slice.js';
import { decideClosing } from '../receipt/decide-closing.js';
import { makeChunks } from './make-chunks.js';
import { NO_OUTCOMES, type Outcome } from '../receipt/outcome.js';
import { countForgotten, MOST_ROUNDS, planRetries, toTryAgain, triesAgain } from './plan-retries.js';
import { IDS_PER_CHUNK } from './plan-slices.js';

const NOW = new Date('2026-11-21T12:00:00Z');
const EXECUTION = { id: 'e', epoch: 3 };
const named: Slice = { kind: 'ids', externalIds: ['a', 'b', 'c'] };
const round = (nth: number): Slice => ({ kind: 'retry', round: nth, judged: true, externalIds: ['a'] });

function chunkOf(slice: Slice, changes: Partial<Chunk> = {}): Chunk {
  return { ...makeChunks(EXECUTION, [slice], { nextId: () => 'c' })[0]!, ...changes };
}

/** A chunk that was applied with these outcomes. */
function applied(slice: Slice, outcomes: Partial<Record<Outcome, number>>, changes: Partial<Chunk> = {}) {
  const inputs = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  const counted = slice.kind === 'retry' ? { replayed: inputs } : { fetched: inputs };
  return chunkOf(slice, {
    state: 'applied',
    outcomes: { ...NO_OUTCOMES, ...outcomes },
    ...counted,
    ...changes,
  });
}

function retriesAfter(siblings: readonly Chunk[], externalIds: readonly string[], random = () => 0.5) {
  const parts = toTryAgain(siblings).map((chunk) => ({ chunk, externalIds }));
  return planRetries(parts, { siblings, nextId: () => 'r', now: NOW, random });
}

const waitsMs = (chunks: readonly Chunk[]) =>
  chunks.map(({ notBefore }) => (notBefore?.getTime() ?? 0) - NOW.getTime());

describe('records that failed in a way that may pass', () => {
  it('are read again once every chunk has reached its end', () => {
    const failed = applied(named, { created: 2, retried: 1 });
    expect(retriesAfter([failed], ['c'])).toMatchObject([
      {
        executionId: 'e',
        epoch: 3,
        ordinal: 1,
        state: 'planned',
        slice: { kind: 'retry', round: 1, judged: true, externalIds: ['c'] },
      },
    ]);
    expect(toTryAgain([failed, chunkOf({ kind: 'whole' }, { state: 'claimed' })])).toEqual([]);
  });

  it('are left alone where nothing failed so', () => {
    expect(toTryAgain([applied(named, { created: 2, rejected: 1 })])).toEqual([]);
  });

  it('are read after 1, 2 and 4 s, by a fifth more or less, and then no more', () => {
    const chunks = [applied(named, { retried: 1 })];
    for (const ms of [1000, 2000, 4000]) {
      expect(waitsMs(retriesAfter(chunks, ['a']))).toEqual([ms]);
      expect(waitsMs(retriesAfter(chunks, ['a'], () => 0))).toEqual([ms * 0.8]);
      chunks.push(applied(round(chunks.length), { retried: 1 }));
    }
    expect(triesAgain(chunkOf(round(MOST_ROUNDS)))).toBe(false);
  });

  it('come after every chunk that there is', () => {
    const last = applied(named, { created: 3 }, { ordinal: 5 });
    const failed = applied(named, { retried: 1 });
    expect(retriesAfter([last, failed, failed], ['a'])).toMatchObject([{ ordinal: 6 }, { ordinal: 7 }]);
  });

  it('are never planned for a round after the last', () => {
    expect(() => retriesAfter([applied(round(MOST_ROUNDS), { retried: 1 })], ['a'])).toThrow('no round 4');
  });

  it('are cut into chunks that repeat little after a crash', () => {
    const externalIds = Array.from({ length: IDS_PER_CHUNK + 1 }, (_, nth) => `c${nth}`);
    const retries = retriesAfter([applied(named, { retried: externalIds.length })], externalIds);
    expect(retries.map(({ ordinal }) => ordinal)).toEqual([1, 2]);
    expect(retries.flatMap(({ slice }) => (slice.kind === 'retry' ? slice.externalIds : []))).toEqual(
      externalIds,
    );
  });

  it('follow the plan of the chunk in which they failed', () => {
    const plan = { role: 'follow', planId: 'p', movedInto: 'm' } as const;
    expect(retriesAfter([applied(named, { retried: 1 }, { plan })], ['a'])).toMatchObject([{ plan }]);
  });

  it('are no sign of a run that goes wrong where they had failed in earlier runs too', () => {
    const before = applied({ kind: 'failures', failureIds: ['1'] }, { retried: 1 });
    expect(retriesAfter([before], ['a'])).toMatchObject([{ slice: { judged: false } }]);
    const again = applied({ kind: 'retry', round: 1, judged: false, externalIds: ['a'] }, { retried: 1 });
    expect(retriesAfter([before, again], ['a'])).toMatchObject([{ slice: { round: 2, judged: false } }]);
  });
});

describe('a record that fails in a way that may pass', () => {
  it.each([
    ['is tried again where it was named', named, true],
    ['is tried again where its details were read', detailsSlice(), true],
    ['is tried again where it failed in an earlier run', { kind: 'failures', failureIds: ['1'] }, true],
    ['is tried again twice more', round(2), true],
    ['is not tried a fifth time', round(3), false],
    ['is not tried again where a listing gave it', { kind: 'whole' }, false],
    ['is not tried again where it was looked for because it is gone', closeOut(), false],
  ] as const)('%s', (_, slice, expected) => {
    expect(triesAgain(chunkOf(slice))).toBe(expected);
  });

  it('is not tried again for a plan, which says how things are now', () => {
    expect(triesAgain(chunkOf(named, { plan: { role: 'make', planId: 'p' } }))).toBe(false);
  });
});

describe('the closing verification', () => {
  it('finds a record that was to be tried again and was not', () => {
    expect(countForgotten([applied(named, { retried: 2 }), applied(round(1), { created: 1 })])).toBe(1);
    expect(countForgotten([applied(named, { retried: 1 }), applied(round(1), { created: 1 })])).toBe(0);
    expect(countForgotten([applied(named, { retried: 1 })])).toBe(1);
    const rounds = [applied(named, { retried: 1 })];
    while (rounds.length <= MOST_ROUNDS) rounds.push(applied(round(rounds.length), { retried: 1 }));
    expect(countForgotten(rounds)).toBe(1);
  });

  it('takes a further try for one, whether it counts as replayed or as fetched', () => {
    const fetched = applied(round(1), { created: 1 }, { fetched: 1, replayed: 0 });
    expect(countForgotten([applied(named, { retried: 1 }), fetched])).toBe(0);
  });
});

it('every record has its outcome from its last try, whatever becomes of the tries', () => {
  const fates = fc.array(fc.integer({ min: 0, max: MOST_ROUNDS + 1 }), { minLength: 1, maxLength: 250 });
  fc.assert(
    fc.property(fates, (failures) => {
      const chunks = carryOut(failures);
      const closing = decideClosing(
        chunks,
        chunks.map((chunk) => ({
          ...chunk,
          chunkId: chunk.id,
          pages: 0,
          inputs: inputsOf(chunk),
          unbroken: true,
        })),
      );
      const lost = failures.filter((count) => count > MOST_ROUNDS).length;
      expect(closing.receipt).toMatchObject({ balanced: true, fetched: failures.length });
      expect(closing.receipt.outcomes).toMatchObject({ created: failures.length - lost, errored: lost });
      expect(closing.status).toBe(statusOf(lost, failures.length));
    }),
  );
});

/** Tries records that fail so many times each, until nothing is to be tried again. */
function carryOut(failures: readonly number[]): readonly Chunk[] {
  const ids = failures.map((_, nth) => String(nth));
  const chunks = [tried(chunkOf({ kind: 'ids', externalIds: ids }, { id: 'c0' }), ids, failures)];
  for (;;) {
    const parts = toTryAgain(chunks).map((chunk) => ({ chunk, externalIds: failedIn(chunk, failures) }));
    let nth = chunks.length;
    const siblings = [...chunks];
    const nextId = () => `c${nth++}`;
    const retries = planRetries(parts, { siblings, nextId, now: NOW, random: () => 0.5 });
    if (retries.length === 0) return chunks;
    for (const retry of retries) chunks.push(tried(retry, idsOf(retry), failures));
  }
}

const idsOf = ({ slice }: Chunk) => ('externalIds' in slice ? slice.externalIds : []);
const triesOf = ({ slice }: Chunk) => (slice.kind === 'retry' ? slice.round : 0);
const inputsOf = ({ fetched, replayed }: Chunk) => fetched + replayed;

function failedIn(chunk: Chunk, failures: readonly number[]): readonly string[] {
  return idsOf(chunk).filter((id) => failures[Number(id)]! > triesOf(chunk));
}

function tried(chunk: Chunk, ids: readonly string[], failures: readonly number[]): Chunk {
  const failed = failedIn(chunk, failures).length;
  const { id, ordinal, slice } = chunk;
  const fate = triesAgain(chunk) ? 'retried' : 'errored';
  return applied(slice, { created: ids.length - failed, [fate]: failed }, { id, ordinal });
}

/** Most of the records of a run decide whether it was stopped. */
function statusOf(lost: number, all: number): string {
  if (all >= 10 && lost * 2 > all) return 'failed';
  if (lost === all) return 'failed';
  return lost > 0 ? 'completed_with_errors' : 'completed';
}

function detailsSlice(): Slice {
  return { kind: 'details', listing: 'l', fromPage: 0, untilPage: 1 };
}

function closeOut(): Slice {
  return { kind: 'close_out', fromPage: 0, pages: 1, reread: true, control: null };
}
