import { ROLES } from '@evenkeel/domain';
import { z } from 'zod';
import { chosenName, timeView } from './json-object.js';
import { listOf } from './list.js';

const role = z.enum(ROLES);

export const addApiKey = z
  .strictObject({
    name: chosenName.describe('What the trail calls its holder; one for each key that is not revoked.'),
    role: role.describe('What its holder may do; each role may also do what those before it may.'),
    expiresInDays: z
      .int()
      .min(1)
      .max(3650)
      .nullable()
      .describe('After how many days it ends by itself; null: never.')
      .default(null),
  })
  .meta({ id: 'AddApiKey', description: 'A key with which a person or a program may call.' });

const apiKey = {
  id: z.uuid().describe('Id of the key.'),
  name: z.string().describe('Its name.'),
  prefix: z.string().describe('The part of the key that is no secret, to recognise it by.'),
  role: role.describe('What its holder may do.'),
  createdBy: z.string().describe('Who made it.'),
  createdAt: timeView.describe('When it was made.'),
  expiresAt: timeView.nullable().describe('When it ends by itself; null: never.'),
  lastUsedAt: timeView
    .nullable()
    .describe('When a request came with it, give or take five minutes; null: none has.'),
  revokedAt: timeView.nullable().describe('When it was revoked; null: it was not.'),
} as const;

export const apiKeyView = z
  .object(apiKey)
  .meta({ id: 'ApiKey', description: 'A key without its secret, which is not kept.' });
export type ApiKeyView = z.output<typeof apiKeyView>;

export const addedApiKeyView = z
  .object({ ...apiKey, key: z.string().describe('The whole key. Shown this once, never again.') })
  .meta({ id: 'AddedApiKey', description: 'A key that was just made.' });
export type AddedApiKeyView = z.output<typeof addedApiKeyView>;
export const apiKeyList = listOf(apiKeyView, 'ApiKeyList');
