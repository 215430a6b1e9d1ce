import type { AddJobRequest, JobView } from '@evenkeel/contracts-admin';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { UsageFailure } from '../failure.js';
import { everyOption, readEvery } from './full-every-option.js';
import { readBlackout, type BlackoutText } from './read-blackout.js';

type Schedule = NonNullable<JobView['schedule']>;
type Cron = Extract<Schedule, { kind: 'cron' }>;

/** When a job runs by itself. Undefined: nothing; false: none of it any more. */
export interface ScheduleOptions {
  readonly cron?: string;
  readonly timeZone?: string;
  readonly every?: number;
  readonly anchor?: string;
  readonly jitter?: number;
  readonly blackout?: readonly BlackoutText[] | false;
  readonly misfire?: JobView['misfirePolicy'];
  readonly overlap?: JobView['overlapPolicy'];
  readonly overlapWindow?: number;
  readonly pauseSchedule?: true;
  readonly resumeSchedule?: true;
  /** Only ever false. */
  readonly schedule?: boolean;
}

export function addScheduleOptions(command: Command): Command {
  return command
    .addOption(new Option('--cron <expression>', 'when to run, in cron fields').conflicts('every'))
    .option('--time-zone <zone>', 'IANA time zone of --cron and --blackout: default UTC')
    .addOption(everyOption())
    .addOption(
      new Option('--anchor <time>', 'one of the times of --every, like 2026-11-30T06:00Z').conflicts('cron'),
    )
    .addOption(time('--jitter <time>', 'begin up to so much after each time, like 5m; a job always as much'))
    .addOption(
      new Option(
        '--blackout <stretch...>',
        'when nothing begins by the schedule: "MON-FRI 08:00-18:00 Europe/Berlin"; days and zone may be left out',
      ).argParser(collectBlackout),
    )
    .addOption(
      new Option(
        '--misfire <policy>',
        'times that passed while nothing could begin: default run_once',
      ).choices(['run_once', 'skip']),
    )
    .addOption(
      new Option('--overlap <policy>', 'while a run is active: default queue_one').choices([
        'queue_one',
        'skip',
      ]),
    )
    .addOption(
      time('--overlap-window <time>', 'how far before the last change changes are read again: default 10m'),
    );
}

/** What `jobs change` has beside these. */
export function addScheduleChangeOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--pause-schedule', 'nothing begins by the schedule until it goes on').conflicts(
        'resumeSchedule',
      ),
    )
    .option('--resume-schedule', 'the schedule goes on; times that passed are not made up for')
    .option('--no-blackout', 'the schedule may begin runs at any time')
    .option('--no-schedule', 'runs on demand only');
}

function time(flags: string, description: string): Option {
  return new Option(flags, description).argParser(readEvery);
}

function collectBlackout(text: string, before: readonly BlackoutText[] = []): readonly BlackoutText[] {
  const blackout = readBlackout(text);
  if (blackout === undefined)
    throw new InvalidArgumentError(
      'Give a stretch of the day like 08:00-18:00, with days before and a zone after it: "MON-FRI 08:00-18:00 Europe/Berlin".',
    );
  return [...before, blackout];
}

/** The schedule that is asked for; undefined: it stays as it is. What is not named stays, of the schedule that there is. */
export function readSchedule(options: ScheduleOptions, current: Schedule | null): AddJobRequest['schedule'] {
  if (options.schedule === false) return null;
  const times = timesOf(options, current);
  const timing = timingOf(options, times ?? current);
  if (times === undefined && Object.keys(timing).length === 0) return undefined;
  if (times === undefined && current === null)
    throw new UsageFailure(
      'There is no schedule that this could be said of',
      'Say when the job runs as well: --cron EXPRESSION or --every TIME.',
    );
  const { paused, jitterSeconds, blackouts, ...before } = current ?? {};
  const kept = { paused, jitterSeconds, blackouts };
  return { ...kept, ...(times ?? (before as Schedule)), ...timing };
}

function timesOf(
  { cron, timeZone, every, anchor }: ScheduleOptions,
  current: Schedule | null,
): Schedule | undefined {
  const zone = timeZone ?? zoneOf(current);
  if (cron !== undefined) return { kind: 'cron', expression: cron, timeZone: zone };
  if (every !== undefined) return { kind: 'interval', everySeconds: every, ...(anchor && { anchor }) };
  if (timeZone !== undefined && current?.kind === 'cron')
    return { kind: 'cron', expression: current.expression, timeZone };
  if (anchor !== undefined && current?.kind === 'interval')
    return { kind: 'interval', everySeconds: current.everySeconds, anchor };
  return undefined;
}

function timingOf(
  { jitter, blackout, timeZone, pauseSchedule, resumeSchedule }: ScheduleOptions,
  schedule: Schedule | null,
): Pick<Cron, 'paused' | 'jitterSeconds' | 'blackouts'> {
  const zone = timeZone ?? zoneOf(schedule);
  const blackouts = blackout === false ? [] : blackout?.map((each) => ({ timeZone: zone, ...each }));
  return {
    ...(pauseSchedule && { paused: true }),
    ...(resumeSchedule && { paused: false }),
    ...(jitter !== undefined && { jitterSeconds: jitter }),
    ...(blackouts && { blackouts }),
  };
}

function zoneOf(schedule: Schedule | null): string {
  return schedule?.kind === 'cron' ? schedule.timeZone : 'UTC';
}
