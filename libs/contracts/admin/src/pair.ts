import { PAIRING_SIDES } from '@evenkeel/domain';
import { z } from 'zod';
import { listOf } from './list.js';

export const pairView = z
  .object({
    side: z
      .enum(PAIRING_SIDES)
      .describe('`here`: the id is that of a record of the store. `there`: it is that of the provider.'),
    id: z.string().describe('Id of the record, on its side.'),
    group: z
      .string()
      .nullable()
      .describe(
        'Equal for records that are known by the same; null: it lacks a field that it would be known by.',
      ),
    why: z
      .enum(['ambiguous', 'late', 'moved', 'decided'])
      .describe(
        '`ambiguous`: several records of a side are known by the same. `late`: it came after the plan, and the other side had one. `moved`: the other one is not what it was when the plan was made. `decided`: a person has decided, and no run has come past it.',
      ),
    decided: z
      .enum(['pair', 'apart'])
      .nullable()
      .describe('What a person said: it is one with `partner`, or with none; null: nothing.'),
    partner: z
      .string()
      .nullable()
      .describe('The record of the other side that it is one with; null: none, or not known.'),
  })
  .meta({
    id: 'HeldRecord',
    description:
      'A record of one side that may be one with a record of the other side, and is left alone until that is known.',
  });
export type HeldRecordView = z.output<typeof pairView>;
export const pairList = listOf(pairView, 'HeldRecordList');

const recordId = z.string().min(1).max(500).nullable().default(null);

export const decidePair = z
  .strictObject({
    recordId: recordId.describe(
      'Id of the record of the store; null: none is one with that of the provider.',
    ),
    externalId: recordId.describe(
      "The provider's id; null: none of its records is one with that of the store.",
    ),
  })
  .meta({
    id: 'DecidePair',
    description: 'Which records are one, or which one is one with none of the other side.',
  });
