import { eventView, type EventView } from '@evenkeel/contracts-admin';

/** Fields that say which one it is, and those that say how it was: in this order, as far as an event has them. */
const TOLD = [
  'status',
  'what',
  'attempt',
  'fetched',
  'created',
  'updated',
  'failed',
  'code',
  'change',
  'fields',
  'durationMs',
];

/** What came over the wire as an event. Rejects with what is wrong with it. */
export function eventOf(data: unknown): EventView {
  return eventView.parse(data);
}

/** One line: when, what, of what, and what it says of it. */
export function describeEvent({ time, type, subject, data }: EventView): string {
  const { job, connection } = data as { job?: { name?: string }; connection?: { name?: string } };
  const of = job?.name ?? connection?.name;
  const parts = TOLD.flatMap((name) => {
    const value = data[name];
    return value === undefined || value === null ? [] : [`${name}=${textOf(value)}`];
  });
  return [time, type.padEnd(18), ...(of === undefined ? [] : [of]), subject, ...parts].join('  ');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
