import { spawnSync } from 'node:child_process';
import { EVENTS_TOPIC } from '@evenkeel/contracts-messages';
import type { StoryClient } from './admin-client.js';
import { eventually } from './eventually.js';
import type { StoreView } from './store-view.js';

export const TRIGGER_TOPIC = 'evenkeel.triggers.v1';

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

interface MessageRow {
  readonly eventId: string | null;
  readonly state: string;
  readonly code: string | null;
  readonly triggerIds: string[];
}

/** Messages of the trigger topic whose ids are like a pattern. */
export function messagesOf(store: StoreView, pattern: string): Promise<MessageRow[]> {
  return store.rows<MessageRow>(
    `select event_id as "eventId", state, code, trigger_ids as "triggerIds" from trigger_message
     where topic = $1 and coalesce(event_id, 'none') like $2 order by id`,
    [TRIGGER_TOPIC, pattern],
  );
}

/** Each request ended in one state that is shown, and each run that it became ended well. */
export async function untilRunsEnded(admin: StoryClient, triggerIds: readonly string[]): Promise<void> {
  const states = await eventually(
    'every trigger is answered',
    async () => {
      const triggers = await Promise.all(triggerIds.map((trigger) => admin.trigger(trigger)));
      return triggers.every(({ state }) => state !== 'accepted') && triggers;
    },
    60_000,
  );
  for (const { executionId } of states)
    expect(await admin.untilEnded(executionId!)).toMatchObject({
      status: 'completed',
      receipt: { balanced: true },
    });
}

interface ToldEvent {
  readonly type: string;
  readonly data: {
    readonly executionId?: string | null;
    readonly askedBy?: readonly { readonly source: string; readonly id: string }[];
  };
}

/** How the run ended that a message asked for, of each by its id. */
export async function endsOfRunsFor(
  store: StoreView,
  eventIds: readonly string[],
): Promise<readonly (string | undefined)[]> {
  const events = await store.rows<ToldEvent>('select type, data from lifecycle_event order by position');
  return eventIds.map((each) => endOfRunFor(each, events));
}

/** As `docs/triggers.md` tells the sender of a message to find out what became of it. */
function endOfRunFor(eventId: string, events: readonly ToldEvent[]): string | undefined {
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

/** Asks for a run, in binary mode. */
export function sendByKcat(brokers: string, eventId: string, data: object): void {
  const ce = { specversion: '1.0', id: eventId, source: 'urn:crm', type: 'sync.requested' };
  const headers = Object.entries(ce).map(([name, value]) => `ce_${name}=${value}`);
  const given = ['content-type=application/json', ...headers].flatMap((each) => ['-H', each]);
  runKcat(brokers, ['-P', '-t', TRIGGER_TOPIC, ...given], JSON.stringify(data));
}

/** Types of the events that answer the message, read from the beginning. */
export function answersReadByKcat(brokers: string, eventId: string): readonly string[] {
  const lines = runKcat(brokers, ['-C', '-t', EVENTS_TOPIC, '-o', 'beginning', '-e', '-f', '%h %s\\n']).split(
    '\n',
  );
  const answers = lines.filter((line) => line.includes('"askedBy"') && line.includes(`"${eventId}"`));
  return answers.map((line) => /ce_type=([\w.]+),/.exec(line)?.[1] ?? '');
}

/** What it prints. Throws what it complains of. */
function runKcat(brokers: string, args: readonly string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync(KCAT, ['-q', '-b', brokers, ...args], {
    input,
    encoding: 'utf8',
  });
  if (status !== 0 || stderr !== '') throw new Error(`kcat ended with ${status}: ${stderr}`);
  return stdout;
}
