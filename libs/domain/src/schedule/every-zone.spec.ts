import { Temporal } from 'temporal-polyfill';
import { nextDueAt } from './due-slots.js';

/** An independent calendar: what it says of a zone is compared with what schedules in that zone do. */
type Zoned = Temporal.ZonedDateTime;

const FROM = Temporal.Instant.from('2026-01-01T00:00:00Z');
const TO = Temporal.Instant.from('2036-01-01T00:00:00Z');
const HOURS_AROUND = 26;
const HOURS_OF_STEPS = 2;

/** The first moments of a zone after each change of its clocks in ten years. */
function changesOf(zone: string): readonly Zoned[] {
  const changes: Zoned[] = [];
  let next = FROM.toZonedDateTimeISO(zone).getTimeZoneTransition('next');
  while (next !== null && Temporal.Instant.compare(next.toInstant(), TO) < 0) {
    changes.push(next);
    next = next.getTimeZoneTransition('next');
  }
  return changes;
}

/** Zones whose clocks change at the same moments by as much are one for a schedule. */
function zonesApart(): ReadonlyMap<string, readonly Zoned[]> {
  const found = new Map<string, readonly [string, readonly Zoned[]]>();
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const changes = changesOf(zone);
    const start = FROM.toZonedDateTimeISO(zone).offset;
    const key = [start, ...changes.map((each) => `${each.epochMilliseconds} ${each.offset}`)].join();
    if (!found.has(key)) found.set(key, [zone, changes]);
  }
  return new Map(found.values());
}

/** When a daily time is due on a date: skipped, when the clock has jumped; twice, the first time. */
function dueOn(date: Temporal.PlainDate, time: Temporal.PlainTime, change: Zoned): number {
  const local = date.toPlainDateTime(time);
  const zone = change.timeZoneId;
  try {
    return local.toZonedDateTime(zone, { disambiguation: 'reject' }).epochMilliseconds;
  } catch {
    const [first, second] = [
      local.toZonedDateTime(zone, { disambiguation: 'earlier' }),
      local.toZonedDateTime(zone, { disambiguation: 'later' }),
    ];
    const isTwice = first.toPlainDateTime().equals(second.toPlainDateTime());
    return isTwice ? first.epochMilliseconds : change.epochMilliseconds;
  }
}

function slotsAround(expression: string, change: Zoned, hours: number): readonly number[] {
  const [from, to] = [change.subtract({ hours }), change.add({ hours })];
  const schedule = { kind: 'cron', expression, timeZone: change.timeZoneId } as const;
  const slots: number[] = [];
  let slot = nextDueAt(schedule, new Date(from.epochMilliseconds));
  while (slot !== null && slot.getTime() <= to.epochMilliseconds) {
    slots.push(slot.getTime());
    slot = nextDueAt(schedule, slot);
  }
  return slots;
}

function dailyAround(time: Temporal.PlainTime, change: Zoned): readonly number[] {
  const [from, to] = [change.subtract({ hours: HOURS_AROUND }), change.add({ hours: HOURS_AROUND })];
  const dates = Array.from({ length: 6 }, (_, day) => change.toPlainDate().add({ days: day - 3 }));
  const due = new Set(dates.map((date) => dueOn(date, time, change)));
  return [...due]
    .filter((moment) => moment > from.epochMilliseconds && moment <= to.epochMilliseconds)
    .toSorted((one, other) => one - other);
}

/** Every quarter of an hour that the wall shows, by looking at it every five minutes. */
function quartersAround(change: Zoned): readonly number[] {
  const start = change.subtract({ hours: HOURS_OF_STEPS });
  const steps = (2 * HOURS_OF_STEPS * 60) / 5;
  const looks = Array.from({ length: steps }, (_, step) => start.add({ minutes: (step + 1) * 5 }));
  return looks.filter(({ minute }) => minute % 15 === 0).map(({ epochMilliseconds }) => epochMilliseconds);
}

/** Before, in and after what the clock jumps over or shows twice. */
function timesAbout(change: Zoned): readonly Temporal.PlainTime[] {
  const [last, first] = [
    change.subtract({ minutes: 1 }).toPlainTime().add({ minutes: 1 }),
    change.toPlainTime(),
  ];
  return [last.subtract({ minutes: 10 }), last.add({ minutes: 10 }), first, first.add({ minutes: 10 })];
}

it('a schedule is due when an independent calendar says so, at every change of a clock in ten years in every zone', () => {
  const differing: string[] = [];
  let looked = 0;
  for (const [zone, changes] of zonesApart()) {
    for (const change of changes) {
      const daily = timesAbout(change).map((time) => [
        `${time.minute} ${time.hour} * * *`,
        dailyAround(time, change),
        HOURS_AROUND,
      ]);
      const stepped = ['*/15 * * * *', quartersAround(change), HOURS_OF_STEPS];
      for (const [expression, expected, hours] of [...daily, stepped] as [string, number[], number][]) {
        looked += 1;
        const found = slotsAround(expression, change, hours);
        if (found.join() !== expected.join())
          differing.push(
            `${zone} ${change.toString()} "${expression}": ${iso(found)} instead of ${iso(expected)}`,
          );
      }
    }
  }
  expect(differing.slice(0, 20)).toEqual([]);
  expect(looked).toBeGreaterThan(1_000);
});

const iso = (moments: readonly number[]) => moments.map((moment) => new Date(moment).toISOString()).join(' ');
