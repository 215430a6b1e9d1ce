/** Clocks of a zone, by how far they are from UTC at a moment. Zones are few, and asked with every page. */
const CLOCKS = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of a zone show at a moment, as the moment at which those of UTC show it. */
export function wallOf(ms: number, zone: string): number {
  if (zone === 'UTC') return ms;
  const part = new Map(
    clockOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? 0;
  const seconds = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return seconds + (((ms % 1000) + 1000) % 1000);
}

/** Whether this machine knows the zone by this name (IANA). */
export function isZone(name: string): boolean {
  try {
    return clockOf(name) !== undefined;
  } catch {
    return false;
  }
}

const DAY_MS = 86_400_000;

/**
 * How much later, in milliseconds, the same clock time comes once more or came before: where clocks are set back, an hour of them
 * comes twice. 0 where it comes once.
 */
export function repeatOf(ms: number, zone: string): { readonly laterBy: number; readonly earlierBy: number } {
  const wall = wallOf(ms, zone);
  const readings = readingsOf(wall, ms, zone).filter((reading) => wallOf(reading, zone) === wall);
  return {
    laterBy: Math.max(0, ...readings.map((reading) => reading - ms)),
    earlierBy: Math.max(0, ...readings.map((reading) => ms - reading)),
  };
}

/**
 * The moment at which the clocks of a zone show `wall`, the first where they show it twice. Where they skip it: as long behind the
 * change as it is written (02:30 is 03:30), of which `isSkipped` tells.
 */
export function momentOf(wall: number, zone: string): { readonly ms: number; readonly isSkipped: boolean } {
  if (zone === 'UTC') return { ms: wall, isSkipped: false };
  const readings = readingsOf(wall, wall, zone);
  const shown = readings.filter((reading) => wallOf(reading, zone) === wall);
  return shown.length > 0
    ? { ms: Math.min(...shown), isSkipped: false }
    : { ms: Math.max(...readings), isSkipped: true };
}

/** What a clock time means by the clocks of the day before, and by those of the day after. */
function readingsOf(wall: number, near: number, zone: string): readonly number[] {
  return [near - DAY_MS, near + DAY_MS].map((moment) => wall - (wallOf(moment, zone) - moment));
}

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = CLOCKS.get(zone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  CLOCKS.set(zone, clock);
  return clock;
}
