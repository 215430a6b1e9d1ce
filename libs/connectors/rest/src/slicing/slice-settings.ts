import { SLICE_KEYS } from '@evenkeel/domain';
import { z } from 'zod';
import { timeWriting, zoneRule } from '../settings/time-settings.js';
import { kind, text, urlPath, valuePath } from '../settings/setting-text.js';

const moment = z.iso.datetime({ offset: true });
const KEY =
  'Whether records keep what they are cut by, or may move between the parts. What may change is not taken for gone by one part.';
const fromParam = text.describe('The parameter that carries where a part begins.');
const beforeParam = text.describe(
  'The parameter that carries where a part ends: what is there belongs to the next one.',
);
const mutable = z.enum(SLICE_KEYS).default('mutable').describe(KEY);

/** How a listing can be cut into parts that are read at the same time. */
export const sliceSettings = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: kind(
      'partitions',
      'One part for each value of a parameter; together they must be everything there is.',
    ),
    param: text.describe('The parameter that carries the value.'),
    values: z.array(text).min(1).max(200).describe('The values.'),
    key: mutable,
  }),
  z.strictObject({
    kind: kind('numbers', 'Ranges of a whole number; the outer two are open.'),
    fromParam,
    beforeParam,
    first: z.int().min(0).default(1).describe('Approximately the first number there is.'),
    last: z
      .strictObject({
        path: urlPath.describe('The path that is asked, below `baseUrl`.'),
        valuePath: valuePath.describe('Where its answer has the number.'),
      })
      .describe('How the last number there is can be asked for.'),
    key: z.enum(SLICE_KEYS).default('immutable').describe(KEY),
  }),
  z
    .strictObject({
      kind: kind('timeWindows', 'Stretches of time; the outer two are open.'),
      fromParam,
      beforeParam,
      first: moment.describe('Approximately when the first records were made.'),
      days: z.int().min(1).max(3650).default(30).describe('How long a stretch is.'),
      ...timeWriting,
      key: mutable,
    })
    .refine(...zoneRule),
]);

export type SliceSettings = z.output<typeof sliceSettings>;
export type SliceSettingsOf<K extends SliceSettings['kind']> = Extract<SliceSettings, { readonly kind: K }>;
