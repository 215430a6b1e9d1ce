const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/**
 * Milliseconds since 1970 of a date or a date and time in ISO 8601; NaN for anything else. What names no zone is UTC, a
 * date alone its midnight. `Date.parse` is not used: it reads what names no zone as the machine's own, and takes 30
 * February for 2 March.
 */
export function parseIsoTime(text: string): number {
  return readIsoTime(text).ms;
}

/** The same, and whether the text says in which zone it is meant, so that every reader takes it for the same moment. */
export function readIsoTime(text: string): { readonly ms: number; readonly namesZone: boolean } {
  const parts = ISO.exec(text);
  return parts === null ? NO_TIME : { ms: msOf(parts), namesZone: parts[8] !== undefined };
}

const NO_TIME = { ms: Number.NaN, namesZone: false };

function msOf(parts: RegExpExecArray): number {
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const [hour, minute, second] = [Number(parts[4] ?? 0), Number(parts[5] ?? 0), Number(parts[6] ?? 0)];
  const isDay = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  if (!isDay || hour > 23 || minute > 59 || second > 59) return Number.NaN;
  const ms = Number((parts[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const midnight = new Date(0).setUTCFullYear(year, month - 1, day);
  return midnight + ((hour * 60 + minute - offsetMinutes(parts[8])) * 60 + second) * 1000 + ms;
}

/** Of `+02:00` and its like; `Z` and no zone at all are UTC. */
function offsetMinutes(zone = ''): number {
  const hours = Number(zone.slice(1, 3));
  const minutes = zone.length > 3 ? Number(zone.slice(-2)) : 0;
  if (hours > 15 || minutes > 59) return Number.NaN;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
