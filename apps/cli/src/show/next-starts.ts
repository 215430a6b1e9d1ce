import type { AnswerOf } from '@evenkeel/contracts-admin';
import { renderTable, type Column } from './table.js';
import { timeText } from './text.js';

export type NextStarts = AnswerOf<'listNextRuns'>;
type ScheduledStart = NextStarts['items'][number];

export function describeNextRuns(job: string, { timeZone, notes, items }: NextStarts): readonly string[] {
  if (timeZone === null)
    return [`Job ${job} has no schedule: \`evenkeel jobs change ${job} --every 15m\` gives it one`];
  if (items.length === 0) return [...notes, ...(notes.length === 0 ? ['No run is to come'] : [])];
  const isPutOff = items.some(({ dueAt, startsAt }) => dueAt !== startsAt);
  const columns: readonly Column<ScheduledStart>[] = [
    { title: timeZone, value: ({ localTime }) => localTime },
    ...(timeZone === 'UTC'
      ? []
      : [{ title: 'UTC', value: ({ startsAt }: ScheduledStart) => timeText(startsAt) }]),
    ...(isPutOff ? [{ title: 'due', value: ({ dueAt }: ScheduledStart) => timeText(dueAt) }] : []),
  ];
  return [...renderTable(columns, items, undefined), ...notes];
}
