import { cutRange, SyncError, type JsonValue, type OpenRange } from '@evenkeel/domain';
import type { SliceRequest, StreamSlice } from '@evenkeel/ports';
import { writeMoment } from '../time/write-moment.js';
import { valueAt } from '../value-at.js';
import type { SliceSettings, SliceSettingsOf } from './slice-settings.js';

const DAY_MS = 86_400_000;

/** What cutting a listing may have to ask the provider. */
export interface SliceQuestions {
  readonly ask: (path: string) => Promise<JsonValue>;
  readonly now: () => Date;
}

/** The slices of a listing: what each of them is called, and the parameters that ask for it alone. */
export async function sliceListing(
  settings: SliceSettings,
  request: Pick<SliceRequest, 'sliceSize' | 'mostSlices' | 'since'>,
  { ask, now }: SliceQuestions,
): Promise<readonly StreamSlice[]> {
  // Without its value such a listing may not even be complete.
  if (settings.kind === 'partitions') return byPartition(settings);
  // What changed since is little, and read as a whole.
  if (request.since !== null) return [];
  const most = request.mostSlices;
  if (settings.kind === 'timeWindows') {
    const [first, size] = [Date.parse(settings.first), settings.days * DAY_MS];
    return byRange(cutRange(first, now().getTime(), { size, most }), settings, (ms) =>
      String(writeMoment(ms, settings, { round: 'down', isExclusive: false })),
    );
  }
  const { path, valuePath } = settings.last;
  const last = numberAt(await ask(path), valuePath, path);
  return byRange(cutRange(settings.first, last, { size: request.sliceSize, most }), settings, String);
}

function byPartition({ param, values }: SliceSettingsOf<'partitions'>): readonly StreamSlice[] {
  return [...new Set(values)].map((value) => ({ label: `${param} = ${value}`, range: { [param]: value } }));
}

function byRange(
  ranges: readonly OpenRange[],
  { fromParam, beforeParam }: SliceSettingsOf<'numbers' | 'timeWindows'>,
  text: (edge: number) => string,
): readonly StreamSlice[] {
  return ranges.map(({ from, before }) => ({
    label: `${from === null ? 'the first' : text(from)} to ${before === null ? 'the last' : `before ${text(before)}`}`,
    range: {
      ...(from === null ? {} : { [fromParam]: text(from) }),
      ...(before === null ? {} : { [beforeParam]: text(before) }),
    },
  }));
}

function numberAt(body: JsonValue, valuePath: string, path: string): number {
  const found = valueAt(body, valuePath);
  const number = typeof found === 'string' && /^\d{1,15}$/.test(found) ? Number(found) : found;
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  throw new SyncError(
    'provider.unexpected_shape',
    `"${valuePath}" in the answer of ${path} holds no whole number`,
  );
}
