import { EVENT_TYPES, type EventType, type NumberedEvent, SUBJECT_KINDS } from '@evenkeel/domain';
import { z } from 'zod';

/** Public: other systems read it. */
export const EVENTS_TOPIC = 'evenkeel.events.v1';

/** An event as it is told: in its place, and with an id of its own. */
export interface LifecycleEvent extends NumberedEvent {
  readonly id: string;
}

/** CloudEvents 1.0, structured mode. The attributes beyond those are extensions: their names are lower-case letters. */
export const cloudEvent = z
  .object({
    specversion: z.literal('1.0'),
    id: z.uuid().describe('The same however often it is delivered: what was seen once can be left out.'),
    source: z.string().describe('`/evenkeel/tenants/` and the id of the tenant.'),
    type: z.enum(EVENT_TYPES).describe('What happened.'),
    subject: z
      .string()
      .regex(new RegExp(`^(${SUBJECT_KINDS.join('|')})/.+$`))
      .describe('What it happened to, for example `executions/` and the id of a run.'),
    time: z.iso.datetime().describe('When it happened.'),
    datacontenttype: z.literal('application/json'),
    tenantid: z.guid().describe('The tenant to which it belongs.'),
    sequence: z
      .string()
      .regex(/^[1-9]\d*$/)
      .describe('Its place among the events of its subject, from 1 and without a gap.'),
    sequencetype: z.literal('Integer'),
    data: z.record(z.string(), z.unknown()).describe('What its type says, in docs/events.md.'),
  })
  .meta({ id: 'LifecycleEvent', description: 'Something that happened, as a CloudEvent 1.0.' });
export type CloudEvent = z.output<typeof cloudEvent>;

export function toCloudEvent(event: LifecycleEvent): CloudEvent {
  const { id, type, subject, at, tenantId, sequence, data } = event;
  return {
    specversion: '1.0',
    id,
    source: `/evenkeel/tenants/${tenantId}`,
    type,
    subject,
    time: at,
    datacontenttype: 'application/json',
    tenantid: tenantId,
    sequence: String(sequence),
    sequencetype: 'Integer',
    data: { ...data },
  };
}

/** Whether it is of one of these types; `sync` and `sync.*` stand for all that begin with that word. */
export function isOfType(type: EventType, wanted: readonly string[]): boolean {
  return wanted.some((name) => type === name || type.startsWith(`${name.replace(/\.\*$/, '')}.`));
}
