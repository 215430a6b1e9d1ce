import { SLICE_KEYS } from '@evenkeel/domain';
import { z } from 'zod';
import { text, urlPath, valuePath } from '../settings/setting-text.js';

const moment = z.iso.datetime({ offset: true });
/** Whether records keep what they are cut by. Where it is not said, it is taken for something that changes. */
const key = z.enum(SLICE_KEYS).default('mutable');

/** How a listing can be cut into parts that are read at the same time. */
export const sliceSettings = z.discriminatedUnion('kind', [
  /** One part for each of these values of a parameter; together they must be everything there is. */
  z.strictObject({
    kind: z.literal('partitions'),
    param: text,
    values: z.array(text).min(1).max(200),
    key,
  }),
  /** Ranges of a whole number, from `fromParam` up to, and without, `beforeParam`; the outer two are open. */
  z.strictObject({
    kind: z.literal('numbers'),
    fromParam: text,
    beforeParam: text,
    first: z.int().min(0).default(1),
    /** The last number there is: asked for at `path`, found at `valuePath` in the answer. */
    last: z.strictObject({ path: urlPath, valuePath }),
    key: z.enum(SLICE_KEYS).default('immutable'),
  }),
  /** Stretches of time, from `fromParam` up to, and without, `beforeParam`; the outer two are open. */
  z.strictObject({
    kind: z.literal('timeWindows'),
    fromParam: text,
    beforeParam: text,
    /** Approximately when the first records were made. */
    first: moment,
    days: z.int().min(1).max(3650).default(30),
    format: z.enum(['iso', 'unix']).default('iso'),
    key,
  }),
]);

export type SliceSettings = z.output<typeof sliceSettings>;
export type SliceSettingsOf<K extends SliceSettings['kind']> = Extract<SliceSettings, { readonly kind: K }>;
