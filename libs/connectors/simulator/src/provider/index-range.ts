import type { SimulatedStream } from './simulated-stream.js';

/** Indexes of a listing that a caller asks for alone: from `from` up to, and without, `before`. */
export interface IndexRange {
  readonly from: number;
  readonly before: number;
}

export const WHOLE: IndexRange = { from: 0, before: Infinity };

export const REGIONS = ['north', 'east', 'south', 'west'] as const;

/** Record number 1 is the first of a stream, whatever its id looks like. */
const indexOfNumber = (text: string | null): number | undefined => {
  const number = text === null ? NaN : Number(text);
  return Number.isInteger(number) ? Math.max(0, number - 1) : undefined;
};

/**
 * `number_from` and `number_before`, or `region`: a quarter of the records that were there at first, the last of which
 * also gets what is created later. Nothing of a region that does not exist.
 */
export function rangeOf(query: URLSearchParams, initial: number): IndexRange {
  const region = query.get('region');
  if (region !== null) {
    const nth = (REGIONS as readonly string[]).indexOf(region);
    const edge = (quarter: number) => Math.floor((initial * quarter) / REGIONS.length);
    if (nth < 0) return { from: 0, before: 0 };
    return { from: edge(nth), before: nth === REGIONS.length - 1 ? Infinity : edge(nth + 1) };
  }
  const before = indexOfNumber(query.get('number_before'));
  return { from: indexOfNumber(query.get('number_from')) ?? 0, before: before ?? Infinity };
}

/** The part in the words of the counts of pages; empty for the whole. */
export function nameRange({ from, before }: IndexRange): string {
  if (from === 0 && before === Infinity) return '';
  return `[${from + 1}-${before === Infinity ? '' : before}]`;
}

/** What a stream tells of its keys: `{"first":1,"last":1000,"count":998}`. */
export function keysText(stream: SimulatedStream, total: number, count: number): string {
  return JSON.stringify({ stream, first: 1, last: total, count });
}
