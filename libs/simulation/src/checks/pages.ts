import type { Invariant, TwoMoments } from './invariant.js';
import type { SeenChunk, SeenPage, Snapshot } from './snapshot.js';

/** What holds for chunks and for the pages that are applied to them. */
export const PAGE_INVARIANTS: readonly Invariant<TwoMoments>[] = [
  {
    says: 'Pages of a chunk are applied once each, without a gap, each where the one before ended or, where its listing began anew, at the start, and it counts them.',
    isTested: ({ before, now }) => now.pages.length > before.pages.length,
    find: ({ now }) => {
      const pages = pagesOf(now);
      return firstOf(now.chunks, (chunk) => {
        const problem = findBreak(chunk, pages.get(chunk.id) ?? []);
        return problem && `chunk ${chunk.id}: ${problem}`;
      });
    },
  },
  {
    says: 'Progress never falls.',
    isTested: ({ before, now }) => sumOf(now.chunks) !== sumOf(before.chunks),
    find: ({ before, now }) => {
      const chunks = new Map(before.chunks.map((chunk) => [chunk.id, chunk]));
      return firstOf(now.chunks, ({ id, pages, inputs, attempt, epoch }) => {
        const was = chunks.get(id);
        if (was === undefined) return undefined;
        const fell = pages < was.pages || inputs < was.inputs || attempt < was.attempt || epoch < was.epoch;
        return fell ? `chunk ${id} went back from page ${was.pages} to ${pages}` : undefined;
      });
    },
  },
  {
    says: 'A page is applied only under the claim that fetched it, before its execution ends.',
    isTested: ({ before, now }) => now.pages.length > before.pages.length,
    find: ({ before, now }) => {
      const chunks = new Map(before.chunks.map((chunk) => [chunk.id, chunk]));
      const executions = new Map(before.executions.map((execution) => [execution.id, execution]));
      return firstOf(newPages(before, now), ({ chunk: id, no, attempt }) => {
        const chunk = chunks.get(id);
        if (chunk === undefined) return `page ${no} came with its chunk ${id}`;
        if (chunk.attempt !== attempt || chunk.state !== 'claimed')
          return `page ${no} of attempt ${attempt} was applied to chunk ${id}, ${chunk.state} in attempt ${chunk.attempt}`;
        const status = executions.get(chunk.execution)?.status;
        // What was read before it was paused counts.
        return status === 'running' || status === 'paused'
          ? undefined
          : `page ${no} was applied to an execution that is ${status}`;
      });
    },
  },
];

function sumOf(chunks: readonly SeenChunk[]): number {
  return chunks.reduce((sum, { pages, attempt, epoch }) => sum + pages + attempt + epoch, 0);
}

function pagesOf({ pages }: Snapshot): ReadonlyMap<string, readonly SeenPage[]> {
  const byChunk = new Map<string, SeenPage[]>();
  for (const page of pages) byChunk.set(page.chunk, [...(byChunk.get(page.chunk) ?? []), page]);
  return byChunk;
}

function findBreak(chunk: SeenChunk, pages: readonly SeenPage[]): string | undefined {
  if (pages.length !== chunk.pages) return `counts ${chunk.pages} pages, but ${pages.length} were applied`;
  let cursor: string | null = null;
  let generation = 0;
  for (const [index, page] of pages.entries()) {
    // A listing that begins anew begins at its start.
    if (page.generation !== generation) cursor = null;
    generation = page.generation;
    if (page.no !== index) return `page ${index} is missing`;
    if (page.cursorIn !== cursor) return `page ${index} does not start where the one before ended`;
    if (page.inputs !== page.outcomes) return `page ${index} has an input without exactly one outcome`;
    cursor = page.cursorOut;
  }
  if (chunk.generation !== generation) cursor = null;
  if (cursor !== chunk.cursor) return 'stands where no page ended';
  const inputs = pages.reduce((sum, page) => sum + page.inputs, 0);
  if (inputs !== chunk.inputs || inputs !== chunk.outcomes)
    return `counts ${chunk.inputs} inputs and ${chunk.outcomes} outcomes, its pages ${inputs}`;
  return undefined;
}

function newPages(before: Snapshot, now: Snapshot): readonly SeenPage[] {
  if (before.pages.length === now.pages.length) return [];
  const known = new Set(before.pages.map(({ chunk, no }) => `${chunk} ${no}`));
  return now.pages.filter(({ chunk, no }) => !known.has(`${chunk} ${no}`));
}

export function firstOf<T>(list: readonly T[], find: (item: T) => string | undefined): string | undefined {
  for (const item of list) {
    const problem = find(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
