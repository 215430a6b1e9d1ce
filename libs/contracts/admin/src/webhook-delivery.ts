import { CHANGE_KINDS, DELIVERY_BELIEFS } from '@evenkeel/domain';
import { z } from 'zod';
import { timeView } from './json-object.js';
import { listOf, listQuery } from './list.js';

/** What becomes of deliveries. The store knows the same ones. */
const STATES = ['waiting', 'accepted', 'ignored', 'rejected'] as const;

const state = z
  .enum(STATES)
  .describe(
    '`waiting`: it becomes runs in a moment; `accepted`: it has; `ignored`: no job wants what it says; `rejected`: it cannot be read.',
  );

const filter = {
  state: state.optional(),
  kind: z.string().min(1).max(200).describe('Only those of this kind of event.').optional(),
  externalId: z.string().min(1).max(500).describe('Only those that name this record.').optional(),
  since: z.iso.datetime({ offset: true }).describe('Only those that came since then.').optional(),
} as const;

export const deliveryQuery = listQuery.extend(filter);
export type DeliveryQuery = z.input<typeof deliveryQuery>;

export const deliveryView = z
  .object({
    id: z.string().describe('Id of the row that is kept of it.'),
    deliveryId: z
      .string()
      .describe('What its sender calls it; `sha256:` and a digest of its body where it has no name.'),
    state,
    stream: z.string().describe('Stream that it is about.'),
    kind: z.string().nullable().describe('The kind of event, as its sender calls it; null: it says none.'),
    change: z.enum(CHANGE_KINDS).describe('What that means for the records.'),
    externalIds: z.array(z.string()).describe('The records that it names.'),
    believed: z
      .enum(DELIVERY_BELIEFS)
      .describe(
        '`nothing`: the records are read from the provider; `record`: what the delivery says that they hold is applied; `deletion`: they are taken for gone.',
      ),
    problem: z.string().nullable().describe('Why it was rejected; null: it was not.'),
    triggerIds: z.array(z.uuid()).describe('The requests for runs that it became, with others.'),
    receivedAt: timeView.describe('When it came, the last time.'),
    times: z.int().min(1).describe('How often it was taken: sent again, or delivered again from here.'),
  })
  .meta({ id: 'WebhookDelivery', description: 'A verified delivery, and what became of it.' });
export type DeliveryView = z.output<typeof deliveryView>;
export const deliveryList = listOf(deliveryView, 'WebhookDeliveryList');

const deliveryId = z.string().regex(/^[1-9]\d{0,17}$/);

export const redeliverRequest = z
  .strictObject({
    ids: z
      .array(deliveryId)
      .min(1)
      .max(1_000)
      .describe('Ids of deliveries, as the list shows them; left out: those that the filter finds.')
      .optional(),
    ...filter,
    after: deliveryId
      .describe('Only those that came after this one: `last` of the answer before.')
      .optional(),
    limit: z.int().min(1).max(10_000).describe('How many at most, the oldest first.').default(1_000),
  })
  .meta({
    id: 'Redeliver',
    description: 'Deliveries that are to be taken once more: named ones, or those that the filter finds.',
  });

export const redelivered = z
  .object({
    delivered: z.int().min(0).describe('How many become runs in a moment.'),
    ignored: z.int().min(0).describe('How many say nothing that matters.'),
    rejected: z.int().min(0).describe('How many cannot be read, still.'),
    more: z.boolean().describe('Whether there are more than the limit allows: ask again with `after`.'),
    last: deliveryId.nullable().describe('Id of the last one that was taken; null: none was.'),
  })
  .meta({ id: 'Redelivered', description: 'What became of deliveries that were taken once more.' });
export type Redelivered = z.output<typeof redelivered>;
