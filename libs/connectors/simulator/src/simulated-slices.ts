import { cutRange, isJsonObject, SyncError, type JsonObject, type JsonValue } from '@evenkeel/domain';
import type { SliceRequest, StreamSlicing } from '@evenkeel/ports';

/** Cuts a stream by what it tells of its keys. */
export function sliceByNumber(
  keys: JsonValue,
  { sliceSize, mostSlices }: Pick<SliceRequest, 'sliceSize' | 'mostSlices'>,
): StreamSlicing {
  const [first, last, count] = ['first', 'last', 'count'].map((name) => numberAt(keys, name));
  const ranges = cutRange(first ?? 0, last ?? 0, { size: sliceSize, most: mostSlices });
  const slices = ranges.map(({ from, before }) => ({
    label: `numbers ${from ?? first} to ${before === null ? 'the last' : before - 1}`,
    range: { from, before },
  }));
  return { key: 'immutable', slices: slices.length === 1 ? [] : slices, records: count ?? null };
}

/** Asks for the slice of this range only. */
export function writeRange(query: URLSearchParams, range: JsonObject): void {
  const { from, before } = range;
  if (typeof from === 'number') query.set('number_from', String(from));
  if (typeof before === 'number') query.set('number_before', String(before));
}

function numberAt(keys: JsonValue, name: string): number {
  const found = isJsonObject(keys) ? keys[name] : undefined;
  if (typeof found === 'number') return found;
  throw new SyncError('provider.unexpected_shape', `The simulator tells no ${name} of its keys`);
}
