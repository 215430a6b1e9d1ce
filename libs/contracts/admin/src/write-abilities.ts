import { WRITE_KINDS } from '@evenkeel/domain';
import { z } from 'zod';

/** The kinds in which records of a stream can be written. */
export const writeKinds = z.array(z.enum(WRITE_KINDS));

const batchSize = z.int().optional();

export const writeAbilities = z
  .object({
    batchSizes: z
      .object({
        create: batchSize.describe('Of records that are created.'),
        update: batchSize.describe('Of records that are changed.'),
        delete: batchSize.describe('Of records that are deleted.'),
        deactivate: batchSize.describe('Of records that are put out of use.'),
      })
      .describe('How many records one call takes, by what is done; what is left out cannot be done.'),
    isAllOrNothing: z.boolean().describe('Whether a call of several takes all of them or none.'),
    update: z
      .enum(['patch', 'replace'])
      .describe('`patch`: only the fields that are sent change; `replace`: what is not sent is removed.'),
    keyLifetimeSeconds: z
      .int()
      .nullable()
      .describe(
        'For how long a repeated call is answered as the first one was; null: it is carried out again.',
      ),
    checksVersion: z
      .boolean()
      .describe('Whether each change of a record is refused where it was changed since.'),
    lookUp: z
      .object({
        by: z.enum(['key', 'field']).describe('By what was sent with it, or by a field that it has alone.'),
        settlesAfterMs: z
          .int()
          .nullable()
          .describe('After how long not to be found is certain; null: never.'),
      })
      .nullable()
      .describe('How a record is found of which it is not known whether it was created; null: it cannot be.'),
    answers: z.enum(['record', 'id', 'nothing']).describe('What the answer to a write tells.'),
  })
  .meta({ id: 'WriteAbilities', description: 'How records of a stream can be written.' });
