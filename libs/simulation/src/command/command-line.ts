import { parseArgs } from 'node:util';
import { isMechanism, MECHANISMS, type Mechanism } from '../mechanisms/mechanisms.js';

export interface CommandLine {
  readonly seeds: number;
  readonly from: number;
  /** Worlds that are played at the same time, each on a database of its own. */
  readonly lanes: number;
  readonly json: boolean;
  readonly without: Mechanism | undefined;
  /** Worlds of joined records. */
  readonly isJoined: boolean;
  /** Worlds in which likeness decides who is one. */
  readonly isMatched: boolean;
  /** Worlds whose provider sends deliveries, and of which others are told. */
  readonly isTold: boolean;
  /** Worlds whose job writes to its provider. */
  readonly isTwoWay: boolean;
  /** A recorded schedule to play instead. */
  readonly replay: string | undefined;
  /** Say which few of the seeds cover each invariant after each fault. */
  readonly cover: boolean;
  /** Say for each mechanism, or for the one that is missing, which of the seeds notices soonest. */
  readonly soonest: boolean;
  /** Look whether kept seeds still notice, and write those anew that do not. */
  readonly notice: boolean;
  /** Play every seed a second time and compare. */
  readonly twice: boolean;
  readonly help: boolean;
}

export const USAGE = `usage: npm run simulate -- [--seeds N] [--from S] [--without MECHANISM] [--joined | --matched | --told | --two-way | --matched --two-way] [--twice] [--cover] [--lanes L] [--json]
       npm run simulate -- --replay FILE
       npm run simulate -- --soonest [--without MECHANISM] [--seeds N] [--from S] [--lanes L]
       npm run simulate -- --notice [--without MECHANISM] [--lanes L]

--joined plays worlds whose records are recognised as one, split into parts, and led from one to the other.
--matched plays worlds in which likeness decides who is one, and people are asked about it.
--told plays worlds whose provider sends deliveries, and of which others are told.
--two-way plays worlds whose job writes to its provider, and says which abilities their providers lack; with --matched two jobs keep records in step that match rules make one.
--cover says which few of the seeds together test each invariant after each fault.
--soonest says for each mechanism which of so many seeds notices its absence in the fewest steps.
--notice looks whether the seeds in noticed-by.ts still notice, and writes another where one does not.

Mechanisms, and within how many seeds their absence is noticed:
${Object.entries(MECHANISMS)
  .map(
    ([name, { says, noticedWithin }]) => `  ${name.padEnd(18)} ${String(noticedWithin).padStart(4)}  ${says}`,
  )
  .join('\n')}`;

const OPTIONS = {
  seeds: { type: 'string' },
  from: { type: 'string', default: '1' },
  lanes: { type: 'string', default: '4' },
  json: { type: 'boolean', default: false },
  without: { type: 'string' },
  joined: { type: 'boolean', default: false },
  matched: { type: 'boolean', default: false },
  told: { type: 'boolean', default: false },
  'two-way': { type: 'boolean', default: false },
  replay: { type: 'string' },
  help: { type: 'boolean', default: false },
  twice: { type: 'boolean', default: false },
  cover: { type: 'boolean', default: false },
  soonest: { type: 'boolean', default: false },
  notice: { type: 'boolean', default: false },
} as const;

/** Throws with what is wrong, in words for the user. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const { joined: isJoined, matched: isMatched, told: isTold, 'two-way': isTwoWay } = values;
  const { without, json, replay, twice, cover, soonest, notice, help } = values;
  if (without !== undefined && !isMechanism(without)) throw new Error(`There is no mechanism "${without}"`);
  if ([isJoined, isMatched || isTwoWay, isTold].filter(Boolean).length > 1)
    throw new Error(
      '--joined, --matched, --told and --two-way are worlds of their own: only --matched and --two-way go together',
    );
  const seeds = values.seeds ?? String(without === undefined ? 100 : MECHANISMS[without].noticedWithin);
  return {
    seeds: whole(seeds, 'seeds', 1),
    from: whole(values.from, 'from', 0),
    lanes: whole(values.lanes, 'lanes', 1),
    ...{ json, without, isJoined, isMatched, isTold, isTwoWay, replay, cover, soonest, notice, twice, help },
  };
}

function whole(text: string, name: string, least: number): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < least)
    throw new Error(`--${name} takes a whole number of at least ${least}, not "${text}"`);
  return number;
}
