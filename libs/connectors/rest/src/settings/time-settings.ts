import { isZone, readPattern } from '@evenkeel/domain';
import { z } from 'zod';
import { showsClocks, TIME_FORMATS } from '../time/write-moment.js';
import { text } from './setting-text.js';
import { whenSound } from './when-sound.js';

const pattern = text.superRefine((value, context) => {
  try {
    readPattern(value);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
});
const zone = text.refine(isZone, 'is no time zone, such as Europe/Berlin or UTC');

/** How a provider wants moments written. */
export const timeWriting = {
  format: z
    .enum(TIME_FORMATS)
    .default('iso')
    .describe(
      'How a moment is written: `iso` (2026-01-31T09:30:00Z), `iso_ms` (with milliseconds), `date` (2026-01-31), `unix` and ' +
        '`unix_ms` (seconds and milliseconds since 1970), `rfc2822` (as HTTP does: Sat, 31 Jan 2026 09:30:00 GMT). What a format ' +
        'cannot hold is rounded so that no change is missed.',
    ),
  pattern: pattern
    .optional()
    .describe(
      "Instead of `format`, of the letters yyyy, MM, dd, HH, mm, ss, SSS, xx (+0100), xxx (+01:00) and ZZZZZ (the same, or Z in UTC), with text in '. For example " +
        '`yyyy-MM-dd HH:mm:ss`.',
    ),
  zone: zone
    .default('UTC')
    .describe(
      'Whose clocks a moment is written by, for example `America/New_York`: of a provider that reads times as its local ones.',
    ),
};

interface TimeFields {
  readonly format: (typeof TIME_FORMATS)[number];
  readonly pattern?: string | undefined;
  readonly zone: string;
}

type RuleText = Exclude<Parameters<z.ZodType['refine']>[1], string | undefined>;

/** A count, or a time as HTTP writes it, is the same in every zone. */
export const zoneRule: readonly [(value: TimeFields) => boolean, RuleText] = [
  (value) => value.zone === 'UTC' || showsClocks(value),
  {
    error: 'must be left out: in this format a moment is the same in every zone',
    path: ['zone'],
    ...whenSound('format', 'pattern', 'zone'),
  },
];
