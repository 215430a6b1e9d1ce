import { z } from 'zod';

export const rotateKeys = z
  .strictObject({
    after: z
      .string()
      .min(1)
      .max(500)
      .nullable()
      .describe('`next` of the step before; null: from the beginning.')
      .default(null),
    limit: z.int().min(1).max(1000).describe('Secrets to look at in this step.').default(200),
  })
  .meta({ id: 'RotateKeys', description: 'One step of sealing again what is not under the newest key.' });

export const keyRotationView = z
  .object({
    checked: z.int().min(0).describe('Secrets that this step looked at.'),
    resealed: z.int().min(0).describe('Of these, those that were sealed again.'),
    unopened: z
      .array(
        z
          .object({
            kind: z
              .string()
              .describe(
                'What it is: `kept_key`, `credentials`, `access_token`, `model_key`, `channel_secret` or `webhook_secret`.',
              ),
            owner: z
              .string()
              .describe('Id of the connection, model or webhook whose secret it is; of a kept key its name.'),
            message: z.string().describe('Why it cannot be opened.'),
          })
          .meta({ id: 'UnopenedSecret', description: 'A stored secret that none of the keys opens.' }),
      )
      .describe('Those that none of the keys opens; they stay as they are.'),
    next: z.string().nullable().describe('Where the next step goes on; null: this was the last.'),
  })
  .meta({ id: 'KeyRotation', description: 'What one step of a rotation of keys did.' });
export type KeyRotationView = z.output<typeof keyRotationView>;
