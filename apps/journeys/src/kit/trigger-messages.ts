import { spawnSync } from 'node:child_process';
import type { StoreView } from './store-view.js';

/** How Kafka's own producer writes to a topic: it reads headers and value of each record from a line. */
export function producerOf(brokers: string, topic: string): readonly string[] {
  return [
    ...['--bootstrap-server', brokers, '--topic', topic, '--command-property', 'linger.ms=0'],
    ...['--reader-property', 'parse.headers=true', '--reader-property', 'headers.delimiter=|'],
  ];
}

/** A CloudEvent in binary mode. */
export function eventLine(
  id: string,
  type: string,
  data: object,
  more: Readonly<Record<string, string>> = {},
): string {
  const headers = { ce_specversion: '1.0', ce_id: id, ce_source: 'urn:crm', ce_type: type, ...more };
  const text = Object.entries({ 'content-type': 'application/json', ...headers })
    .map(([name, value]) => `${name}:${value}`)
    .join(',');
  return `${text}|${JSON.stringify(data)}`;
}

interface ToldEvent {
  readonly type: string;
  readonly data: {
    readonly executionId?: string | null;
    readonly askedBy?: readonly { readonly source: string; readonly id: string }[];
  };
}

export function toldEvents(store: StoreView): Promise<ToldEvent[]> {
  return store.rows<ToldEvent>('select type, data from lifecycle_event order by position');
}

/** As `docs/triggers.md` tells the sender of a message to find out what became of it. */
export function endOfRunFor(eventId: string, events: readonly ToldEvent[]): string | undefined {
  const settled = events.find(
    ({ type, data }) =>
      type === 'trigger.settled' &&
      data.askedBy?.some(({ source, id: asked }) => source === 'urn:crm' && asked === eventId),
  );
  const executionId = settled?.data.executionId;
  if (typeof executionId !== 'string') return undefined;
  const ends = ['sync.completed', 'sync.failed', 'sync.timed_out', 'sync.cancelled'];
  return events.find(({ type, data }) => data.executionId === executionId && ends.includes(type))?.type;
}

/** A program that shares no code with us, nor with Kafka. It may not be installed. */
const KCAT = 'kcat';
export const hasKcat = spawnSync(KCAT, ['-V']).status === 0;

/** What it prints. Throws what it complains of. */
export function runKcat(brokers: string, args: readonly string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync(KCAT, ['-q', '-b', brokers, ...args], {
    input,
    encoding: 'utf8',
  });
  if (status !== 0 || stderr !== '') throw new Error(`kcat ended with ${status}: ${stderr}`);
  return stdout;
}
