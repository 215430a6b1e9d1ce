import type { JobView } from '@evenkeel/contracts-admin';

type Blackout = NonNullable<NonNullable<JobView['schedule']>['blackouts']>[number];
type Day = NonNullable<Blackout['days']>[number];

/** Where it names no zone it is that of the schedule. */
export type BlackoutText = Omit<Blackout, 'timeZone'> & Partial<Pick<Blackout, 'timeZone'>>;

const DAYS: readonly Day[] = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
const STRETCH = /^(?:([A-Za-z,-]+)\s+)?(\d\d:\d\d)-(\d\d:\d\d)(?:\s+(\S+))?$/;

/** `MON-FRI 08:00-18:00 Europe/Berlin`; days and zone may be left out. Undefined: it is none. */
export function readBlackout(text: string): BlackoutText | undefined {
  const [, dayText, from, to, timeZone] = STRETCH.exec(text.trim()) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const days = dayText === undefined ? undefined : readDays(dayText);
  if (dayText !== undefined && days === undefined) return undefined;
  return { from, to, ...(days && { days }), ...(timeZone !== undefined && { timeZone }) };
}

function readDays(text: string): Day[] | undefined {
  const parts = text.toUpperCase().split(',').map(readRange);
  return parts.every((part) => part !== undefined) ? [...new Set(parts.flat())] : undefined;
}

/** A day, or from one to another: `FRI-MON` goes on over the end of the week. */
function readRange(text: string): readonly Day[] | undefined {
  const [first, last, ...more] = text.split('-').map((name) => DAYS.indexOf(name as Day));
  if (first === undefined || more.length > 0 || first < 0 || (last ?? 0) < 0) return undefined;
  const length = last === undefined ? 1 : ((last - first + DAYS.length) % DAYS.length) + 1;
  return Array.from({ length }, (_, at) => DAYS[(first + at) % DAYS.length] as Day);
}
