import { SLICE_KEYS } from '@evenkeel/domain';
import { z } from 'zod';

const param = z.string().min(1, 'must not be empty');
const moment = z.iso.datetime({ offset: true });
/** Whether records keep what they are cut by. Where it is not said, it is taken for something that changes. */
const key = z.enum(SLICE_KEYS).default('mutable');

/** How a listing can be cut into parts that are read at the same time. */
export const sliceSettings = z.discriminatedUnion('kind', [
  /** One part for each of these values of a parameter; together they must be everything there is. */
  z.strictObject({
    kind: z.literal('partitions'),
    param,
    values: z.array(z.string().min(1)).min(1).max(200),
    key,
  }),
  /** Ranges of a whole number, from `fromParam` up to, and without, `beforeParam`; the outer two are open. */
  z.strictObject({
    kind: z.literal('numbers'),
    fromParam: param,
    beforeParam: param,
    first: z.int().min(0).default(1),
    /** The last number there is: asked for at `path`, found at `valuePath` in the answer. */
    last: z.strictObject({ path: param.regex(/^\/(?!\/)/, 'must begin with one slash'), valuePath: param }),
    key: z.enum(SLICE_KEYS).default('immutable'),
  }),
  /** Stretches of time, from `fromParam` up to, and without, `beforeParam`; the outer two are open. */
  z.strictObject({
    kind: z.literal('timeWindows'),
    fromParam: param,
    beforeParam: param,
    /** Approximately when the first records were made. */
    first: moment,
    days: z.int().min(1).max(3650).default(30),
    format: z.enum(['iso', 'unix']).default('iso'),
    key,
  }),
]);

export type SliceSettings = z.output<typeof sliceSettings>;
export type SliceSettingsOf<K extends SliceSettings['kind']> = Extract<SliceSettings, { readonly kind: K }>;
